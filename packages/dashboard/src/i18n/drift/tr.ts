import type { DriftWords } from './types.ts'

export const TR_DRIFT: DriftWords = {
  title: 'Projelere göre sapma',
  meaning:
    'Her proje kendi ilk haftalarıyla karşılaştırılır. Değişiklik yokken 30 gün içinde yanlış alarm olasılığı bütün projeler için birlikte en çok %1’dir.',
  none: 'Henüz izlenen proje yok.',
  noneHint: 'Log-olasılıkları olan ilk canlı yanıtla izleme başlar; içe aktarılanlar sayılmaz.',
  notReady: 'Öğrenilenler okunuyor.',
  states: { learning: 'öğreniyor', watching: 'izliyor', drifted: 'değişti' },
  learned:
    'Öğrenilen: en az {hoursNeeded} saatten {hours}, saatlik en az {blocksNeeded} oturumdan {blocks}. Tamamlanmadan bir şey söylenmez.',
  watchedSince: '{time} tarihinden beri izleniyor',
  changedSince: 'yaklaşık {since} tarihinden beri, {at} tarihinde bildirildi',
  examples: 'Örneğin',
  answers: 'yanıt sayısı: {count}',
  late: '{count} yanıt kendi saatine yetişmedi',
  leftOut: '{count} yanıta yer kalmadı',
  unwatched: '{count} yanıt izlenmeyen projelerden: proje sayısı çok fazla.',
  relearn: 'Yeniden öğren',
  relearnMeaning:
    'Öğrenilenler ve bulunanlar unutulur, bundan sonraki iki hafta öğrenilir. Vaatler yeniden geçerli olur: değişiklik isteyerek yapıldıysa kullanın.',
  relearnYes: 'Unut ve öğren',
  relearnNo: 'Olduğu gibi kalsın',
}
