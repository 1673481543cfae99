/** A modest gazetteer: countries, continents and regions, Turkish provinces and large districts, large cities of the world; English and Turkish names. From general knowledge. */
import { wordList } from './word-list.ts'

/** Countries and continents in Turkish: unlike cities, hardly ever a surname. */
const TURKISH_COUNTRY_LIST = `afganistan almanya amerika abd sscb andora arjantin arnavutluk avustralya avusturya azerbaycan bahreyn bangladeş belçika birmanya bolivya bosna botsvana brezilya bulgaristan burma butan
  cezayir cibuti çad çekoslovakya çeçenistan danimarka dağıstan ekvador endonezya ermenistan estonya etiyopya fas fildişi filipinler filistin finlandiya fransa gana gine guatemala güney_afrika
  gürcistan habeşistan hırvatistan hindistan hollanda hong_kong ırak ingiltere iran irlanda iskoçya ispanya israil isveç isviçre italya izlanda jamaika japonya kamboçya kamerun kanada karabağ
  karadağ katar kazakistan kenya kıbrıs kırgızistan kırım kolombiya kongo kore kosova küba kuveyt laos letonya liberya libya litvanya lübnan lüksemburg macaristan makedonya malezya malta
  meksika mısır moğolistan moldova monako moritanya mozambik nepal nijer nijerya nikaragua norveç özbekistan pakistan paraguay peru polonya portekiz romanya ruanda rusya senegal sırbistan
  singapur slovakya slovenya somali sudan suriye suudi_arabistan şili tacikistan tanzanya tayland tayvan tunus türkiye türkmenistan uganda ukrayna uruguay ürdün venezuela vietnam yemen
  yugoslavya yunanistan zambiya zimbabve zaire avrupa asya afrika antarktika okyanusya anadolu trakya rumeli kafkasya balkanlar mezopotamya ortadoğu sibirya arabistan kürdistan keşmir
  güneydoğu karadeniz akdeniz marmara ege kkk kktc avrasya bozcaada gökçeada iskandinavya bavyera katalonya sicilya girit sakız midilli rodos kaliforniya teksas`

export const TURKISH_COUNTRIES: ReadonlySet<string> = wordList(TURKISH_COUNTRY_LIST)

export const PLACES: ReadonlySet<string> = wordList(
  TURKISH_COUNTRY_LIST,
  // Countries, English.
  `afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia
  bosnia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba cyprus czechia czechoslovakia denmark
  djibouti ecuador egypt eritrea estonia eswatini ethiopia fiji finland france gabon gambia germany ghana greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland
  india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kiribati korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein
  lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar burma
  namibia nepal netherlands holland nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia
  seychelles singapore slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand tibet togo tonga tunisia turkey turkmenistan tuvalu uganda
  ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen yugoslavia zambia zimbabwe england scotland wales britain usa uk ussr uae europe asia africa america antarctica oceania
  scandinavia siberia anatolia balkans caucasus mesopotamia persia prussia bavaria catalonia andalusia sicily sardinia crete tuscany normandy brittany flanders crimea
  california texas florida alaska hawaii arizona nevada utah colorado oregon montana idaho wyoming nebraska kansas oklahoma iowa missouri arkansas louisiana illinois wisconsin minnesota
  michigan indiana ohio kentucky tennessee mississippi alabama virginia maryland delaware pennsylvania connecticut massachusetts vermont maine quebec ontario alberta manitoba queensland`,
  // Countries in German, French, Spanish, Italian, Portuguese, Dutch.
  `deutschland frankreich österreich schweiz italien spanien polen türkei griechenland russland ungarn tschechien niederlande belgien dänemark schweden norwegen finnland irland schottland großbritannien
  europa asien afrika amerika australien kanada mexiko brasilien indien ägypten allemagne autriche suisse italie espagne pologne turquie grèce russie hongrie belgique danemark suède norvège finlande
  irlande angleterre écosse europe asie afrique amérique australie brésil inde chine japon égypte maroc algérie alemania francia austria suiza italia españa polonia turquía grecia rusia hungría bélgica
  dinamarca suecia noruega finlandia irlanda inglaterra escocia áfrica américa méxico brasil egipto marruecos germania svizzera spagna turchia ungheria belgio danimarca svezia norvegia inghilterra
  messico brasile egitto alemanha frança suíça itália espanha polônia turquia grécia rússia duitsland frankrijk oostenrijk zwitserland`,
  // Turkish provinces and districts.
  `adana adıyaman afyon afyonkarahisar ağrı aksaray amasya ankara antalya ardahan artvin aydın balıkesir bartın batman bayburt bilecik bingöl bitlis bolu burdur bursa çanakkale çankırı çorum
  denizli diyarbakır düzce edirne elazığ erzincan erzurum eskişehir gaziantep antep giresun gümüşhane hakkari hatay antakya ığdır ısparta istanbul izmir izmit kahramanmaraş maraş karabük karaman kars
  kastamonu kayseri kırıkkale kırklareli kırşehir kilis kocaeli konya kütahya malatya manisa mardin mersin içel muğla muş nevşehir niğde ordu osmaniye rize sakarya adapazarı samsun siirt sinop sivas
  şanlıurfa urfa şırnak tekirdağ tokat trabzon tunceli uşak van yalova yozgat zonguldak bodrum marmaris fethiye kuşadası çeşme alanya ayvalık iskenderun tarsus silivri gebze çorlu bandırma edremit
  ereğli nazilli söke kadıköy üsküdar beşiktaş bakırköy şişli beyoğlu taksim fatih eminönü sarıyer maltepe kartal pendik tuzla ümraniye beykoz eyüp zeytinburnu bağcılar esenler avcılar küçükçekmece
  büyükçekmece sultanahmet galata levent etiler nişantaşı bebek ortaköy karaköy kızılay çankaya keçiören mamak yenimahalle sincan ulus karşıyaka bornova konak buca alsancak cizre silopi nusaybin
  lice bergama truva efes göreme ürgüp safranbolu lefkoşa girne magosa kıbrıs`,
  // Cities of the world, English and Turkish spellings.
  `london londra paris berlin madrid rome roma vienna viyana athens atina moscow moskova kiev kyiv warsaw varşova prague prag budapest budapeşte bucharest bükreş sofia sofya belgrade belgrad zagreb sarajevo
  saraybosna skopje üsküp tirana tiran priştine pristina mostar ljubljana bratislava brussels brüksel amsterdam rotterdam lahey copenhagen kopenhag stockholm oslo helsinki tallinn riga vilnius minsk dublin
  edinburgh glasgow manchester liverpool birmingham cambridge oxford leeds bristol belfast cardiff munich münih frankfurt hamburg cologne köln stuttgart düsseldorf dresden leipzig bonn bremen hannover
  nuremberg nürnberg zurich zürih geneva cenevre basel bern lausanne lozan lyon marseille marsilya bordeaux toulouse strasbourg strazburg cannes lille milan milano turin torino venice venedik florence floransa
  naples napoli genoa cenova bologna palermo barcelona barselona seville sevilla valencia granada lisbon lizbon porto thessaloniki selanik petersburg leningrad stalingrad kazan tbilisi tiflis yerevan erivan
  baku bakü tehran tahran baghdad bağdat basra mosul musul kirkuk kerkük erbil damascus şam aleppo halep beirut beyrut amman jerusalem kudüs gaza gazze haifa hayfa cairo kahire alexandria iskenderiye
  tripoli trablus tunis algiers rabat casablanca kazablanka khartoum nairobi johannesburg pretoria lagos accra dakar riyadh riyad mecca mekke medina medine dubai doha kabul kabil islamabad karachi karaçi
  lahore delhi mumbai bombay calcutta kolkata chennai dhaka kathmandu katmandu tashkent taşkent samarkand semerkant almaty astana bishkek bişkek beijing pekin shanghai şangay tokyo osaka kyoto hiroshima
  nagasaki seoul seul pyongyang bangkok hanoi saigon jakarta cakarta manila sydney sidney melbourne canberra brisbane perth auckland wellington ottawa toronto montreal vancouver washington chicago boston
  philadelphia detroit houston dallas austin miami atlanta seattle denver phoenix hollywood manhattan brooklyn baltimore pittsburgh cleveland minneapolis memphis nashville orleans havana santiago lima
  bogota caracas quito brasilia brasília buenos_aires montevideo strasburg princeton harvard yale versailles vatikan vatican waterloo normandiya elbe lefkosa dayton camp_david davos maastricht schengen`,
)
