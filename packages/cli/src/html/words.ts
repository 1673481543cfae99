import type { Locale } from '@logitscope/core'

/** What only the page says; the words for codes come from core. */
export interface PageWords {
  readonly language: string
  readonly answer: string
  readonly skip: string
  readonly answers: string
  readonly previous: string
  readonly next: string
  readonly list: string
  /** Placeholders: {shown} {total}. */
  readonly shownOf: string
  readonly text: string
  readonly prompt: string
  readonly error: string
  readonly choice: string
  readonly streamed: string
  readonly tokens: string
  readonly legend: string
  readonly legendLow: string
  readonly legendHotspot: string
  readonly legendEntity: string
  readonly legendAlarm: string
  readonly legendUnknown: string
  readonly keys: string
  readonly strip: string
  /** Placeholders: {tokens} {lowest} {at}. */
  readonly stripSummary: string
  readonly stripLogprob: string
  readonly stripEntropy: string
  readonly panel: string
  readonly panelHint: string
  readonly metrics: string
  readonly verdict: string
  readonly score: string
  readonly flagged: string
  readonly vote: string
  readonly state: string
  readonly value: string
  readonly firesWhen: string
  readonly points: string
  readonly found: string
  readonly nothingFound: string
  readonly evidence: string
  readonly basis: string
  readonly vocabulary: string
  readonly noIssues: string
  readonly times: string
  readonly notAvailable: string
  readonly labelled: string
  readonly correct: string
  readonly incorrect: string
  readonly profile: string
  readonly detectedLanguage: string
  readonly also: string
  readonly expected: string
  readonly noTokens: string
  readonly noScript: string
  readonly file: string
  readonly mean: string
  readonly place: string
  readonly limits: string
  readonly token: string
  readonly logprob: string
  readonly probability: string
  readonly surprisal: string
  readonly rank: string
  readonly margin: string
  readonly chosenMargin: string
  readonly entropy: string
  readonly entropyCommon: string
  readonly bits: string
  readonly nats: string
  readonly alternatives: string
  readonly chosen: string
  readonly unlisted: string
  readonly noAlternatives: string
  readonly more: string
  readonly atMost: string
  readonly special: string
  readonly unknownValue: string
}

const EN: PageWords = {
  language: 'English',
  answer: 'Answer',
  skip: 'To the answer',
  answers: 'Answers',
  previous: 'Previous answer',
  next: 'Next answer',
  list: 'All answers',
  shownOf: '{shown} of {total} answers are in this file',
  text: 'Tokens',
  prompt: 'Prompt',
  error: 'Error',
  choice: 'choice',
  streamed: 'streamed',
  tokens: 'tokens',
  legend: 'Probability of the token',
  legendLow: 'below 10% also has a wavy line',
  legendHotspot: 'hotspot: undecided',
  legendEntity: 'entity: can be checked',
  legendAlarm: 'alarm: drop, low stretch, loop or glitch',
  legendUnknown: 'value not known',
  keys: 'Point at a token, or use the keys: ← → one token, ↑ ↓ one line, Home and End, N and P for the next and previous notable token, Enter to keep one, Escape to let go.',
  strip: 'Log-probability along the answer',
  stripSummary: '{tokens} tokens; the lowest log-probability is {lowest} at token {at}.',
  stripLogprob: 'log-probability, nats',
  stripEntropy: 'entropy, bits (interval)',
  panel: 'Token',
  panelHint: 'Point at a token to see what else could have stood there.',
  metrics: 'Metrics',
  verdict: 'Verdict',
  score: 'Hallucination score',
  flagged: 'flagged',
  vote: 'Vote',
  state: 'State',
  value: 'Value',
  firesWhen: 'Fires when',
  points: 'Points',
  found: 'Found in the text',
  nothingFound: 'Nothing was found.',
  evidence: 'Evidence',
  basis: 'Values are',
  vocabulary: 'vocabulary of {size} tokens',
  noIssues: 'No integrity issues.',
  times: '{count} times',
  notAvailable: 'Not available',
  labelled: 'Label',
  correct: 'correct',
  incorrect: 'incorrect',
  profile: 'Profile',
  detectedLanguage: 'Language',
  also: 'also',
  expected: 'expected',
  noTokens: 'No tokens came back for this answer.',
  noScript: 'Without JavaScript the alternatives of a token and the language switch are not available; everything else is.',
  file: 'File',
  mean: 'Mean logprob',
  place: 'token {at}',
  limits:
    'Log-probabilities say how sure the model was of its words, not whether they are true: a confident error looks like a confident truth.',
  token: 'Token',
  logprob: 'Log-probability',
  probability: 'Probability',
  surprisal: 'Surprisal',
  rank: 'Rank',
  margin: 'First minus second',
  chosenMargin: 'Chosen minus best other',
  entropy: 'Entropy, true value within',
  entropyCommon: 'Entropy of the list alone',
  bits: 'bits',
  nats: 'nats',
  alternatives: 'What could have stood here',
  chosen: 'chosen',
  unlisted: 'not listed, together',
  noAlternatives: 'No alternatives were listed.',
  more: 'and {count} more',
  atMost: 'at most',
  special: 'template token: in no metric',
  unknownValue: 'not known',
}

const TR: PageWords = {
  language: 'Türkçe',
  answer: 'Yanıt',
  skip: 'Yanıta geç',
  answers: 'Yanıtlar',
  previous: 'Önceki yanıt',
  next: 'Sonraki yanıt',
  list: 'Bütün yanıtlar',
  shownOf: 'Bu dosyada {total} yanıttan {shown} tanesi var',
  text: 'Tokenler',
  prompt: 'İstem',
  error: 'Hata',
  choice: 'seçenek',
  streamed: 'akışla',
  tokens: 'token',
  legend: 'Tokenin olasılığı',
  legendLow: "%10'un altı ayrıca dalgalı çizgilidir",
  legendHotspot: 'kararsız nokta',
  legendEntity: 'varlık: doğrulanabilir',
  legendAlarm: 'uyarı: düşüş, düşük kesim, döngü ya da bozuk token',
  legendUnknown: 'değeri bilinmiyor',
  keys: 'Bir tokenin üzerine gelin ya da tuşları kullanın: ← → bir token, ↑ ↓ bir satır, Home ve End, sonraki ve önceki dikkat çekici token için N ve P, sabitlemek için Enter, bırakmak için Escape.',
  strip: 'Yanıt boyunca log-olasılık',
  stripSummary: '{tokens} token; en düşük log-olasılık {lowest}, {at}. tokende.',
  stripLogprob: 'log-olasılık, nat',
  stripEntropy: 'entropi, bit (aralık)',
  panel: 'Token',
  panelHint: 'Yerine başka ne gelebileceğini görmek için bir tokenin üzerine gelin.',
  metrics: 'Ölçüler',
  verdict: 'Karar',
  score: 'Halüsinasyon puanı',
  flagged: 'işaretlendi',
  vote: 'Oy',
  state: 'Durum',
  value: 'Değer',
  firesWhen: 'Tetiklenme koşulu',
  points: 'Puan',
  found: 'Metinde bulunanlar',
  nothingFound: 'Bir şey bulunmadı.',
  evidence: 'Kanıt',
  basis: 'Değerler',
  vocabulary: '{size} tokenlik sözlük',
  noIssues: 'Bütünlük sorunu yok.',
  times: '{count} kez',
  notAvailable: 'Hesaplanamayanlar',
  labelled: 'Etiket',
  correct: 'doğru',
  incorrect: 'yanlış',
  profile: 'Profil',
  detectedLanguage: 'Dil',
  also: 'ayrıca',
  expected: 'beklenen',
  noTokens: 'Bu yanıt için token gelmedi.',
  noScript: 'JavaScript olmadan token seçenekleri ve dil değiştirme kullanılamaz; geri kalan her şey kullanılabilir.',
  file: 'Dosya',
  mean: 'Ortalama logprob',
  place: '{at}. token',
  limits:
    'Log-olasılıklar modelin sözcüklerinden ne kadar emin olduğunu söyler, söylediğinin doğru olup olmadığını değil: kendinden emin bir hata, kendinden emin bir doğru gibi görünür.',
  token: 'Token',
  logprob: 'Log-olasılık',
  probability: 'Olasılık',
  surprisal: 'Şaşırtıcılık',
  rank: 'Sıra',
  margin: 'Birinci eksi ikinci',
  chosenMargin: 'Seçilen eksi en iyi diğeri',
  entropy: 'Entropi, gerçek değer şu aralıkta',
  entropyCommon: 'Yalnız listenin entropisi',
  bits: 'bit',
  nats: 'nat',
  alternatives: 'Burada ne gelebilirdi',
  chosen: 'seçilen',
  unlisted: 'listede olmayanların toplamı',
  noAlternatives: 'Seçenek listelenmemiş.',
  more: 've {count} seçenek daha',
  atMost: 'en çok',
  special: 'şablon tokeni: hiçbir ölçüye girmez',
  unknownValue: 'bilinmiyor',
}

export const PAGE_WORDS: Readonly<Record<Locale, PageWords>> = { en: EN, tr: TR }
