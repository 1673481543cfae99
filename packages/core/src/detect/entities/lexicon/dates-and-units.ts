/** Words that make a number a date or a quantity. From general knowledge. */
import { wordList } from './word-list.ts'

/** Names of months, full and short, in a dozen European languages; they make a date beside a number. */
export const MONTHS: ReadonlySet<string> = wordList(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec',
  'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık oca şub nis haz tem ağu eyl eki kas ara',
  'januar februar märz mai juni juli oktober dezember jänner okt dez maart januari februari mei augustus',
  'janvier février mars avril juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre',
  'janeiro fevereiro março maio junho julho setembro outubro novembro dezembro',
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
)

/** Months and weekdays that are dates by themselves, where they have a capital. */
export const ENGLISH_CALENDAR: ReadonlySet<string> = wordList(
  'january february april june july september october november december monday tuesday wednesday thursday friday saturday sunday',
)
/** As `ENGLISH_CALENDAR`, but words of another meaning too: dates only after "in", "last", "since", …. */
export const ENGLISH_CALENDAR_DOUBTFUL: ReadonlySet<string> = wordList('march may august')
export const ENGLISH_BEFORE_MONTH: ReadonlySet<string> = wordList(
  'in of since until till by last next this early late mid during from to through between before after each every on and',
)

export const TURKISH_CALENDAR: ReadonlySet<string> = wordList(
  'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi pazar',
)

export const MAGNITUDES: ReadonlySet<string> = wordList(
  'hundred thousand million billion trillion mn bn mln mio mrd dozen yüz bin milyon milyar trilyon buçuk millionen milliarden millions milliers mille millones миллион миллиона миллионов тысяч milliards milioni miliardi',
)

/** Symbols of units, as they are written. */
export const UNIT_SYMBOLS: ReadonlySet<string> = new Set(
  (
    'km m cm mm µm μm nm mi ft in yd km/h km/sa km/s m/s mph kmh kph knots kg g mg µg μg t lb lbs oz st L l ml mL cl dl hl km² km2 m² m2 cm² cm2 ha m³ m3 cm³ cm3 ft² sq s ms µs ns h hr hrs min sec sn dk sa d ' +
    '°C °F ° ℃ ℉ K Hz kHz MHz GHz THz W kW MW GW TW kWh MWh GWh Wh kJ J MJ cal kcal V mV kV A mA Ah mAh Ω kΩ F µF N kN Pa hPa kPa MPa bar psi atm dB B kB KB MB GB TB PB KiB MiB GiB bit bits kbps Mbps Gbps ' +
    'px dpi fps rpm bpm ppm ppb mol mmol mg/dL g/cm³ kg/m³ hp HP PS bhp Nm ly pc AU eV keV MeV GeV % ‰ $ € £ ¥ ₺ TL USD EUR GBP TRY JPY CHF CAD AUD DM k M bn'
  ).split(' '),
)

/** Unit words of English in both numbers, and of a few neighbours; folded. */
export const ENGLISH_UNITS: ReadonlySet<string> = wordList(
  `percent per_cent pct percentage degree degrees celsius fahrenheit kelvin kilometer kilometers kilometre kilometres meter meters metre metres centimeter centimeters centimetre centimetres
  millimeter millimeters millimetre millimetres mile miles foot feet inch inches yard yards acre acres hectare hectares kilogram kilograms gram grams milligram milligrams tonne tonnes ton tons
  pound pounds ounce ounces liter liters litre litres milliliter milliliters gallon gallons barrel barrels second seconds minute minutes hour hours day days week weeks month months year years
  decade decades century centuries millennia volt volts watt watts kilowatt kilowatts megawatt megawatts gigawatt hertz megahertz gigahertz joule joules calorie calories byte bytes
  kilobyte kilobytes megabyte megabytes gigabyte gigabytes terabyte terabytes pixel pixels dollar dollars euro euros cent cents penny pence yen yuan won rupee rupees ruble rubles rouble roubles
  franc francs mark marks peso pesos lira liras krona kronor bitcoin bitcoins light-year light-years knot knots carat carats teaspoon teaspoons tablespoon tablespoons tbsp tsp cup cups
  jahre jahren tage stunden minuten prozent kilometern metern ans jours heures kilomètres mètres pourcent años días horas kilómetros metros anni giorni ore chilometri metri anos dias quilômetros`,
)

/** Stems of Turkish unit words; endings may follow. Folded. */
export const TURKISH_UNITS: ReadonlySet<string> = wordList(
  `kilometre metre santimetre milimetre santim mil kilometrekare metrekare metreküp hektar dönüm dekar kilogram kilo gram miligram ton litre mililitre varil galon saniye dakika saat gün hafta
  ay yıl sene asır yaş lira kuruş dolar euro avro sterlin mark frank yen ruble derece volt vat watt kilovat megavat kilovatsaat hertz kalori bayt kilobayt megabayt gigabayt terabayt piksel
  puan yüzde knot inç fit ayak mil ışık_yılı beygir`,
)

/** Number words of English that count for themselves; "one" does not. */
export const ENGLISH_NUMBER_WORDS: ReadonlySet<string> = wordList(
  `zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
  hundred thousand million billion trillion hundreds thousands millions billions dozen dozens third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
  fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth hundredth thousandth`,
)
/** Number words that count only within a longer number. */
export const ENGLISH_NUMBER_LINKS: ReadonlySet<string> = wordList('one a half first second and')

/** Number words of Turkish that count for themselves. */
export const TURKISH_NUMBER_WORDS: ReadonlySet<string> = wordList(
  `sıfır iki üç dört beş sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan milyon milyar trilyon onlarca yüzlerce binlerce milyonlarca
  üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu yirminci otuzuncu kırkıncı ellinci altmışıncı yetmişinci sekseninci doksanıncı yüzüncü bininci`,
)
/** Turkish number words that mean something else too (under, ate, face, get on); they count only within a longer number. */
export const TURKISH_NUMBER_LINKS: ReadonlySet<string> = wordList('bir altı yedi yüz bin buçuk yarım çeyrek birinci ikinci')
