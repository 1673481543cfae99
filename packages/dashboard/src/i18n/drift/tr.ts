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
    'En az {hoursNeeded} saatin {hours} saati ve saatlik en az {blocksNeeded} oturumun {blocks} tanesi var. Bundan önce bir şey söylenmez.',
  watchedSince: '{time} tarihinden beri izleniyor',
  changedSince: 'yaklaşık {since} tarihinden beri, {at} tarihinde bildirildi',
  examples: 'Örneğin',
  answers: '{count} yanıt',
  late: '{count} yanıt kendi saatine yetişmedi',
  leftOut: '{count} yanıta yer kalmadı',
  unwatched: '{count} yanıt izlenmeyen projelerden: proje sayısı çok fazla.',
  relearn: 'Yeniden öğren',
  relearnMeaning:
    'Öğrenilenler ve bulunanlar unutulur, bundan sonraki iki hafta öğrenilir. Sözler yeniden geçerli olur: değişiklik isteyerek yapıldıysa kullanın.',
  relearnYes: 'Unut ve öğren',
  relearnNo: 'Olduğu gibi kalsın',
}
