import type { ReviewWords } from './types.ts'

export const TR_REVIEW: ReviewWords = {
  start: 'İncelenecek yanıtları çek',
  startMeaning: 'Bir bölümü, vaatler sınanabilsin diye gözü kapalı çekilir; kalanı modelin en az emin olduğu yerlerden.',
  size: 'Kaç tane',
  by: 'Bakmaya en değer',
  orders: {
    entropy: 'entropiye göre',
    errorRisk: 'kalibre edilmiş hata riskine göre',
  },
  auditShare: 'Gözü kapalı çekilen, %',
  auditMeaning: 'Etiketler, yanıtlarının çekilme olasılığını saklar. O olmadan onlardan bir vaat çıkarılamazdı.',
  draw: 'Çek',
  emptyPool: '{pool} yanıttan çekilecek etiketsiz yanıt kalmadı.',
  progress: 'İlerleme',
  done: '{total} yanıtın {done} tanesi etiketli',
  pool: '{pool} yanıttan çekildi',
  position: '{at} / {total}',
  audit: 'gözü kapalı çekildi',
  drawn: 'çekilme olasılığı {probability}',
  previous: 'Önceki (k)',
  next: 'Sonraki (j)',
  whole: 'Bu yanıt hakkında her şey',
  again: 'Yeniden çek',
}
