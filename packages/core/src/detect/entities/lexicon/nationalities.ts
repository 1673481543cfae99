/** Words for peoples, languages and faiths: capitalised in English and Turkish, and not names. From general knowledge. */
import { wordList } from './word-list.ts'

const ENGLISH: ReadonlySet<string> = wordList(
  `afghan african albanian algerian american andorran angolan arab arabian arabic argentine argentinian armenian asian assyrian athenian australian austrian azerbaijani
  aztec babylonian bahraini bangladeshi barbadian basque bavarian belarusian belgian bengali berber bolivian bosnian brazilian breton british bulgarian burmese byzantine cambodian
  cameroonian canadian caribbean catalan celtic chechen chilean chinese circassian colombian congolese corsican cretan croat croatian cuban cypriot czech dane danish dutch
  ecuadorian egyptian english englishman estonian ethiopian european filipino finn finnish flemish florentine french frenchman frisian gaelic gallic genoese georgian german germanic
  ghanaian greek guatemalan gypsy haitian hawaiian hebrew hellenic hispanic hittite honduran hungarian iberian icelandic inca indian indonesian iranian iraqi irish irishman israeli
  italian jamaican japanese jordanian kazakh kenyan korean kosovar kurd kurdish kuwaiti kyrgyz laotian latin latino latvian lebanese liberian libyan lithuanian londoner
  macedonian malay malaysian maltese mandarin maori mayan mediterranean mexican moldovan mongol mongolian montenegrin moor moorish moroccan namibian nepalese nepali nigerian nordic
  norman norse north-american norwegian oriental ottoman pakistani palestinian panamanian parisian paraguayan parthian persian peruvian phoenician pole polish polynesian portuguese prussian punjabi
  qatari roman romani romanian russian rwandan samoan sanskrit sardinian saudi saxon scandinavian scot scotsman scottish semitic senegalese serb serbian siberian sicilian singaporean slav
  slavic slovak slovakian slovene slovenian somali soviet spaniard spanish spartan sudanese sumerian swede swedish swiss syrian tahitian taiwanese tajik tamil tanzanian tartar tatar
  thai tibetan tunisian turk turkic turkish turkmen ugandan ukrainian uruguayan uyghur uzbek vandal venetian venezuelan vietnamese viking visigoth welsh western westerner yemeni yiddish yugoslav
  zambian zimbabwean zulu christian muslim jewish jew catholic protestant orthodox hindu buddhist islamic sunni shia shiite sikh lutheran calvinist anglican puritan quaker mormon
  baptist methodist presbyterian jesuit franciscan benedictine marxist communist nazi fascist republican democrat democratic victorian elizabethan edwardian georgian gothic renaissance
  medieval baroque romantic god bible`,
)

const TURKISH: ReadonlySet<string> = wordList(
  `türk türkçe türkler türkmen alman almanca amerikan ingiliz ingilizce fransız fransızca italyan italyanca ispanyol ispanyolca rus rusça yunan yunanca yunanlı rum rumca ermeni
  ermenice arap arapça kürt kürtçe fars farsça acem çin çinli çince japon japonca kore koreli hint hintli hintçe afgan azeri azerice kazak kırgız özbek tacik uygur tatar çeçen
  çerkez çerkes laz gürcü gürcüce abaza boşnak arnavut arnavutça sırp sırpça hırvat sloven slovak çek çekçe macar macarca romen rumen bulgar bulgarca makedon polonyalı leh lehçe
  ukraynalı beyaz_rus leton litvan eston fin finli isveçli norveçli danimarkalı hollandalı felemenk flaman belçikalı isviçreli avusturyalı portekizli portekizce iskoç irlandalı
  galli bask katalan keldani süryani asuri yahudi musevi ibrani ibranice hıristiyan müslüman katolik protestan ortodoks budist hindu sünni alevi şii yezidi latin latince grek grekçe
  slav cermen anglosakson osmanlıca moğol moğolca çingene roman berberi bedevi zenci filipinli vietnamlı taylandlı endonezyalı malay tibetli iranlı ıraklı suriyeli lübnanlı ürdünlü
  filistinli israilli mısırlı libyalı tunuslu cezayirli faslı sudanlı somalili habeş nijeryalı kenyalı kanadalı meksikalı brezilyalı arjantinli şilili perulu kolombiyalı kübalı
  avustralyalı yugoslav sovyet bizans batılı doğulu avrupalı asyalı afrikalı anadolulu karadenizli egeli ortadoğulu balkan güneyli kuzeyli allah tanrı kuran kızılderili sosyalist komünist haçlı islam islamiyet hristiyan hıristiyanlık müslümanlık yahudilik`,
)

const TURKISH_ENDING =
  /^(?:l[ae]r)?(?:d[ae]ki|t[ae]ki|d[ae]n|t[ae]n|d[ae]|t[ae]|[ny]?[iuü]n?|[ny]?[ae]|[yl][ae]|l[iuü]k|c[ae]|ç[ae]|s[iuü])*$/
const TURKISH_FROM_PLACE = /^.{3,}l[iuü](?:l[ae]r.*|y[ae]|n[iuü]n|y[iuü]|d[ae]n?)?$/

/** Whether the folded English word is a people, language or faith ("French", "Romans", "Englishmen"). */
export function isEnglishPeople(key: string): boolean {
  if (ENGLISH.has(key)) return true
  if (key.endsWith('s') && ENGLISH.has(key.slice(0, -1))) return true
  return key.endsWith('men') && ENGLISH.has(`${key.slice(0, -2)}an`)
}

/** Whether the folded Turkish word is a people, language or faith, with or without an ending ("Fransızların"); a place with one ("Rusyada") is not. */
export function isTurkishPeople(key: string, isPlace: (key: string) => boolean): boolean {
  if (TURKISH.has(key)) return true
  for (let end = Math.min(key.length - 1, 12); end >= 3; end--) {
    if (isPlace(key.slice(0, end))) return false
    if (key.length - end <= 9 && TURKISH.has(key.slice(0, end)) && TURKISH_ENDING.test(key.slice(end))) return true
  }
  return false
}

/** Whether the folded word is a Turkish adjective of origin made from a place: "İzmirli", "Ayvalıklılar". `isPlace` knows the place. */
export function isOrigin(key: string, isPlace: (key: string) => boolean): boolean {
  if (key.length > 24 || !TURKISH_FROM_PLACE.test(key)) return false
  for (let at = key.lastIndexOf('l'); at >= 3; at = key.lastIndexOf('l', at - 1)) if (isPlace(key.slice(0, at))) return true
  return false
}
