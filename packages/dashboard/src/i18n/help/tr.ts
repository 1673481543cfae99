import type { HelpWords } from './types.ts'

export const TR_HELP: HelpWords = {
  limits: 'Logprob değerlerinin söylemediği',
  limitsMeaning: 'Bir tokenin olasılığı, doğru olma olasılığı değildir.',
  limit: {
    hidden: {
      title: 'Gizli akıl yürütme',
      text: 'Akıl yürüten modeller çoğu zaman log-olasılık göndermez ya da düşündükleri için göndermez. Görünen yanıt o zaman düşünceden daha emin görünür. Hiçbir şey gelmediyse hiçbir şey söylenmez.',
    },
    calibration: {
      title: 'Kalibrasyon',
      text: 'Bir sayının doğrulukla ilişkisi modele, dile ve isteme göre değişir. Bunu yalnız kendi trafiğinizin etiketli yanıtları söyleyebilir; o zamana dek başlangıç kuralları vardır.',
    },
    falsehood: {
      title: 'Kendinden emin yanlışlar',
      text: 'Bir model yanlış ve emin olabilir. Böyle bir yanıtta olasılıklar hep yüksektir ve hiçbir kural çalışmaz. Birkaç kez sormak ya da kaynaklar bunu gösterebilir.',
    },
    cues: {
      title: 'Yanıltıcı ipuçları',
      text: 'Düşük olasılık çoğu zaman kuşkuyu değil üslubu gösterir: cümlenin ilk sözcüğü, seyrek bir ad, birkaç iyi söyleyişten biri. Uzunluk ve biçim de ortalamayı oynatır.',
    },
    truncated: {
      title: 'Kesik listeler',
      text: 'Sağlayıcılar tüm sözcük dağarını değil birkaç seçeneği listeler. Entropi o zaman yalnız bir aralık olarak bilinir; eşiği bu aralıkta kalan bir kural kararsızdır.',
    },
    sampling: {
      title: 'Sıcaklık ve örnekleme',
      text: 'Bazı sunucular olasılıkları sıcaklıktan önce, bazıları sonra, bazıları listeyi kestikten sonra bildirir. Dayanağı farklı sayılar karşılaştırılmaz.',
    },
  },
  noExample: 'Kayıtlı yanıtlarda bunun örneği yok.',
  examples: '{count} kayıtlı yanıt',
  numbers: 'Her sayının anlamı',
  numbersMeaning: 'Log-olasılıklar nat, entropiler bit.',
  terms: {
    completeness: {
      title: 'tamlık',
      text: 'Sağlayıcının bildirdiği tokenlerden gelenlerin payı. Yanıt değil kanıt hakkındadır.',
    },
    answered: {
      title: 'yanıtlanan pay',
      text: 'Bir eşiğin geçirdiği yanıtların payı.',
    },
    risk: {
      title: 'hata riski',
      text: 'Bir yanıtın yanlış olmasının kalibre edilmiş olasılığı. Yalnız etiketlerin izin verdiği yerde gösterilir.',
    },
    margin: {
      title: 'fark',
      text: 'En olası tokenin logprob değeri eksi ikincisininki, nat. 0’a yakınsa model ikisi arasında gidip gelmiştir.',
    },
    rank: {
      title: 'sıra',
      text: '1, yerindeki en olası tokendır. Örnekleme başkalarını seçebilir.',
    },
    score: {
      title: 'halüsinasyon puanı',
      text: 'Çalışan basit kuralların puanı, söylenebilenler arasında. Kabaca bir ölçüdür.',
    },
  },
  found: 'Bir metinde bulunabilecekler',
  shortcuts: 'Tuşlar',
  keys: [
    ['?', 'Bu sayfa'],
    ['j / k, ↓ / ↑', 'Sonraki ve önceki yanıt'],
    ['Enter', 'Yanıtı aç; tokeni panelde tut'],
    ['/', 'Ara'],
    ['1 / 2 / 3', 'Doğru, yanlış, kararsız; yineleyince geri alınır'],
    ['← →', 'Token token; grafiklerde hücre hücre, nokta nokta'],
    ['n / p', 'Sonraki ve önceki dikkat çeken token'],
    ['Esc', 'Tokeni bırak'],
  ],
}
