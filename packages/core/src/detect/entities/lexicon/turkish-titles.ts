/** Turkish words of rank, office and address, and the kind words that end the names of organisations and places. From general knowledge. */
import { wordList } from './word-list.ts'

/** Titles and offices: they stand before a name or between an organisation and a name, and belong to neither. */
export const TURKISH_TITLES: ReadonlySet<string> = wordList(
  `başbakan başbakanı başbakanlar cumhurbaşkanı cumhurbaşkanları devlet_bakanı bakan bakanı bakanlar bakanları başkan başkanı başkanlar başkanları başkanvekili
  başkanvekilleri müsteşar müsteşarı müdür müdürü müdürleri müdiresi sekreter sekreteri sekreterleri sözcü sözcüsü lider lideri liderleri milletvekili milletvekilleri
  senatör senatörü vekil vekili vali valisi kaymakam kaymakamı muhtar muhtarı savcı savcısı başsavcı başsavcısı hakim hakimi yargıç avukat avukatı av
  büyükelçi büyükelçisi elçi elçisi konsolos konsolosu başkonsolos başkonsolosu ataşe ataşesi komiser komiseri emniyet_müdürü komutan komutanı komutanları
  general generali orgeneral korgeneral tümgeneral tuğgeneral albay yarbay binbaşı yüzbaşı üsteğmen teğmen astsubay başçavuş çavuş onbaşı amiral oramiral
  koramiral tümamiral tuğamiral mareşal paşa profesör prof doçent doç doktor dr yrd_doç yrd yardımcı yardımcısı yardımcıları asistan öğretim_üyesi rektör
  rektörü dekan dekanı öğretmen hoca mühendis mimar gazeteci yazar yazarı şair ressam sanatçı oyuncu yönetmen yönetmeni yapımcı sunucu spiker muhabir muhabiri
  editör editörü teknik_direktör direktör direktörü antrenör antrenörü menajer menajeri kaptan kaptanı hakem kaleci forvet patron patronu ceo koordinatör
  koordinatörü danışman danışmanı uzman uzmanı temsilci temsilcisi temsilcileri delege delegesi üye üyesi üyeleri kurucu kurucusu genel_başkan genel_müdür
  kral kralı kraliçe kraliçesi prens prensi prenses prensesi imparator imparatoru imparatoriçe çar çarı çariçe padişah padişahı sadrazam sultanı şah halife papa
  patrik patriği piskopos kardinal başpiskopos rahip rahibe imam müftü müftüsü diyanet haham hahambaşı peygamber lord leydi sir kont kontes dük
  düşes baron barones şövalye mister miss madam mösyö bay bayan efendi şef şefi amir amiri memur memuru sanık mahkum
  sosyolog psikolog ekonomist tarihçi arkeolog jeolog biyolog fizikçi kimyager matematikçi filozof düşünür besteci piyanist kemancı şarkıcı türkücü balerin
  manken fotoğrafçı astronot pilot hemşire ebe eczacı psikiyatr cerrah operatör opr op jinekolog kardiyolog çiftçi işadamı iş_adamı sanayici sendikacı
  müşavir müşaviri mütevelli onursal fahri sabık sayın sn hazreti hz`,
)

/** Words that describe an office and are capitalised with it: "Dışişleri Bakanı", "Genel Başkan Yardımcısı". Dropped when a title follows. */
export const TURKISH_OFFICE_WORDS: ReadonlySet<string> = wordList(
  `dışişleri içişleri genel devlet milli eğitim sağlık maliye adalet savunma tarım orman turizm kültür ulaştırma bayındırlık iskan sanayi ticaret çalışma sosyal güvenlik
  enerji tabii kaynaklar çevre gençlik spor köyişleri köy_işleri aile kadın ekonomi hazine gümrük yönetim kurulu icra belediye büyükşehir il ilçe merkez meclis grup
  bölge şube daire emniyet jandarma garnizon kolordu tugay alay kara deniz hava genelkurmay cumhuriyet baş teknik sportif mali idari hukuk basın
  halkla ilişkiler pazarlama satış insan kaynakları vali rektör dekan bölüm anabilim dalı parti eski yeni birinci ikinci federal halk yüksek onursal ana muhalefet yayın`,
)

/** Address after a given name: "Ayşe Hanım", "Mustafa Kemal Paşa". Ends the name before it. */
export const TURKISH_HONORIFICS: ReadonlySet<string> = wordList(
  'bey beyi beyin hanım hanımı hanımın beyefendi hanımefendi efendi ağa abi ağabey abla hoca hocam amca teyze dayı usta reis kardeş kardeşler kardeşleri ailesi ailesinin',
)

/** The kind word that closes the name of an organisation or a building; what follows is another name. */
export const TURKISH_ORGANISATION_ENDS: ReadonlySet<string> = wordList(
  `holding holdingi a_ş aş ltd anonim_şirketi şirketi şirketler şirketleri grubu bank bankası bankasının üniversitesi fakültesi enstitüsü yüksekokulu koleji lisesi okulu ilkokulu
  ortaokulu akademisi bakanlığı müsteşarlığı müdürlüğü başkanlığı genelkurmayı valiliği kaymakamlığı belediyesi muhtarlığı savcılığı başsavcılığı başbakanlığı cumhurbaşkanlığı
  komutanlığı konsolosluğu başkonsolosluğu büyükelçiliği elçiliği temsilciliği partisi derneği vakfı kurumu kurulu komisyonu komitesi konseyi konferansı mahkemesi yargıtayı
  danıştayı sayıştayı hastanesi kliniği ajansı gazetesi dergisi televizyonu radyosu yayınları yayınevi yayıncılık kitabevi matbaası basımevi birliği birlikleri odası odaları borsası
  federasyonu konfederasyonu sendikası sendikaları merkezi meclisi parlamentosu senatosu ordusu kuvvetleri kolordusu tugayı taburu kulübü spor_kulübü takımı müzesi kütüphanesi tiyatrosu
  operası balesi orkestrası korosu topluluğu örgütü teşkilatı cemiyeti kooperatifi fabrikası işletmesi işletmeleri tesisleri otomotiv sanayii sanayi tekstil inşaat turizm sigorta
  menkul leasing factoring hava_yolları havayolları hastaneleri üniversiteleri kardeşliği cephesi hareketi platformu girişimi ofisi bürosu ligi divanı dairesi idaresi cezaevi karakolu`,
)

/** The kind word that closes the name of a place. */
export const TURKISH_PLACE_ENDS: ReadonlySet<string> = wordList(
  `caddesi sokağı sokak bulvarı mahallesi meydanı köyü kasabası beldesi ilçesi ili bölgesi eyaleti adası adaları yarımadası dağı dağları tepesi ovası vadisi nehri ırmağı çayı deresi gölü denizi
  körfezi boğazı boğaz okyanusu çölü kanalı barajı köprüsü havaalanı havalimanı limanı garı istasyonu terminali stadı stadyumu salonu sahnesi sarayı kalesi kulesi camii camisi cami kilisesi
  manastırı türbesi hanı hamamı çarşısı pazarı oteli hotel parkı bahçesi ormanı plajı kampüsü sitesi apartmanı plazası konağı köşkü yalısı tüneli otoyolu cumhuriyeti krallığı imparatorluğu
  sultanlığı prensliği federasyonu şehitliği mezarlığı anıtı sineması`,
)

/** Things that are capitalised for respect or by habit and name no one in particular. */
export const TURKISH_GENERIC_NOUNS: ReadonlySet<string> = wordList(
  `cumhuriyet anayasa meclis hükümet devlet parti üniversite okul lise bakanlık başbakanlık cumhurbaşkanlığı cumhurbaşkanlık başkanlık belediye mahkeme kongre senato federasyon
  dernek vakıf komisyon kurul kurum banka şirket holding hazine ordu emniyet jandarma polis batı doğu kuzey güney dünya festival şenlik fuar konferans sempozyum
  kurultay divan peygamber din kilise cami şampiyona lig kupa olimpiyat kulüp takım yönetim merkez genel boğaz körfez rejim anavatan vatan millet köşk saray konsey birlik
  dergi gazete televizyon radyo otel müze kütüphane kabine savaş barış devrim ihtilal darbe mütareke huzurevi hastane dışişleri içişleri`,
)

/** Directions and the like before a place: "Kuzey Londra", "Latin Amerika", "Beyaz Rusya". */
export const TURKISH_DIRECTIONS: ReadonlySet<string> = wordList(
  'kuzey güney doğu batı orta iç latin yeni büyük birleşik beyaz yukarı aşağı kuzeydoğu kuzeybatı güneydoğu güneybatı uzak yakın ana anadolu ekvator suudi sri',
)
