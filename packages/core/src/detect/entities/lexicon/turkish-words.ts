/** Turkish words that open sentences without being names. Compiled from general knowledge of the language. */
import { wordList } from './word-list.ts'

/** Pronouns, determiners, conjunctions, postpositions, particles, adverbs, interjections: never part of a name at its start, never a name alone. */
export const TURKISH_FUNCTION_WORDS: ReadonlySet<string> = wordList(
  `ben sen o biz siz onlar bana sana ona bize size onlara beni seni onu bizi sizi onları benim senin onun bizim sizin onların bende sende onda bizde
  sizde onlarda benden senden ondan bizden sizden onlardan benimle seninle onunla bizimle sizinle kendi kendisi kendine kendini kendileri kendilerine
  bu şu bunlar şunlar bunu şunu buna şuna bunun şunun bunda şunda bundan şundan bunlara bunları bunların bunlardan bununla böyle şöyle öyle böylece
  şöylece öylece böylesi böylesine öylesine bura burası burada buradan buraya burda burdan şurada şuradan şuraya orası orada oradan oraya orda ordan
  kim kimi kime kimin kimden kimler kimse kimsenin kimseye kimisi ne neyi neye neden nedir neler nerede nereden nereye nere nerde niye niçin nasıl hangi
  hangisi kaç kaçı kaçıncı kadar ya yahut veya veyahut ve ile ama fakat ancak lakin oysa oysaki halbuki çünkü zira eğer şayet madem mademki ki de da dahi
  bile hem ise yani yoksa hatta üstelik dolayısıyla dolayısı öyleyse nitekim meğer meğerse keşke belki galiba herhalde acaba sanki güya elbet elbette tabii tabi
  evet hayır hayhay peki tamam işte haydi hadi aman ah oh vah eyvah ey hey hele hani sahi yok var değil mi mı mu mü gibi göre için üzere diye dek değin karşın
  rağmen beri önce sonra böylelikle bir birinin birine birini birisi birileri biri birçok birçoğu birkaç birkaçı biraz birazı bazı bazısı bazıları bazen bazan
  hiç hiçbir hiçbiri her herkes herkesin herkese hep hepsi hepimiz hepiniz herhangi herşey her_şey tüm tümü bütün bütünü çoğu çoğunlukla çok çoğumuz pek az azı
  daha en gayet oldukça epey epeyce fazla fazlasıyla hayli hemen hala hâlâ henüz şimdi şimdilik şimdiki şimdiye demin az artık yine gene tekrar yeniden zaten
  zati esasen aslında aslen gerçekten gerçekte gerçi doğrusu doğrudan açıkçası kısaca kısacası özetle sonuçta sonunda sonuç başta başlıca önceleri önceki
  sonraki sonradan sonrasında sonrası öncesinde bugün bugünkü bugünlerde dün dünkü yarın yarınki akşam sabah gece gündüz öğle öğleden öğlen geçen geçtiğimiz
  gelecek önümüzdeki ertesi evvel evvelki evvelsi eskiden yakında yakınlarda geçenlerde geçenki bazılarına zaman zamanla zamanında zamanlar ara arada arası
  arasında aralarında sık sıkça nadiren asla daima sürekli devamlı genellikle genelde özellikle bilhassa mesela örneğin sözgelimi sözgelişi diyelim
  ayrıca bilakis aksine tersine bunlarla birlikte beraber yalnız yalnızca sadece salt sırf tek başka başkası başkaları öbür öbürü öteki ötekiler diğer diğeri
  diğerleri aynı aynısı ilk ilki son sonuncu önce ilkin evvela üzerine üzerinde üzerinden üstüne üstünde altında altına içinde içinden içine dışında dışından
  yanında yanına yanından karşısında karşı karşılık yerine dair ilişkin hakkında doğru önünde önüne ardından arkasından arkasında peşinden boyunca sırasında
  esnasında süresince nedeniyle sebebiyle dolayı ötürü sayesinde yüzünden uğruna bakımından açısından itibaren başlayarak demek dedi diyor der derken diyen
  olan olarak olsa olsun olmak olur olmaz oldu olduğu olması olacak imiş idi ayol yahu vallahi inşallah maşallah lütfen teşekkür teşekkürler merhaba selam sayın
  buyurun günaydın niteki bakalım bak bakın hoş keza şu_anda halen hâlen hakikaten cidden nihayet nihayetinde velhasıl ister gerek değilse mademki`,
)

/** Common adjectives, ordinals, numerals, time words and news words that stand before a name at the start of a sentence. */
export const TURKISH_COMMON_OPENERS: ReadonlySet<string> = wordList(
  `yeni eski genç yaşlı büyük küçük ünlü meşhur güzel iyi kötü önemli özel genel büyükçe ilginç zengin fakir yoksul sevgili değerli kıymetli rahmetli merhum
  müteveffa usta tanınmış deneyimli tecrübeli başarılı yetenekli sevilen sayılı önde ileri geri kıdemli emekli resmi sivil askeri siyasi politik ekonomik mali
  sosyal toplumsal kültürel bilimsel tarihi tarihsel hukuki yasal ulusal uluslararası milli yerli yabancı yerel bölgesel kuzey güney doğu batı orta iç dış
  yukarı aşağı sağ sol uzun kısa geniş dar yüksek alçak derin açık kapalı sıcak soğuk ilgili ilginç benzer farklı çeşitli bağımsız laik çağdaş modern klasik
  geleneksel demokratik liberal muhafazakar devrimci komünist sosyalist milliyetçi dinci solcu sağcı birinci ikinci üçüncü dördüncü beşinci altıncı yedinci
  sekizinci dokuzuncu onuncu yüzüncü bininci iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin milyon milyar
  trilyon yarım çeyrek yarı ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi pazar
  yıl yıllar yılın yılında yılda ay ayın ayında gün günler günün günde günü hafta haftanın haftaya saat saatler saati dakika sezon sezonun mevsim kış yaz
  ilkbahar sonbahar bahar yazın kışın dönem dönemin dönemde çağ yüzyıl asır kez kere defa kısım bölüm sayı
  adam kadın çocuk çocuklar kız erkek insan insanlar insanın kişi kişiler herif halk halkın millet milletin devlet devletin hükümet hükümetin ülke ülkenin dünya
  dünyanın kent kentin şehir şehrin köy ilçe il belde mahalle bölge semt sokak cadde ev evin okul okulun yol yolun deniz dağ göl nehir ırmak toprak hava su
  gazete gazetenin dergi kitap kitabın kitabı yazı yazar yazarı yazarın şair ressam oyuncu oyun film filmin filmi müzik şarkı sanat sanatçı edebiyat tiyatro sinema
  takım takımın maç maçın maçta futbol basketbol voleybol kaleci hakem teknik antrenör şampiyon şampiyona lig ligin kupa turnuva spor
  polis polisin asker askerler ordu savcı hakim yargıç avukat mahkeme mahkemenin dava davanın suç ceza cinayet kaza olay olayın olayda
  parti partinin partisi seçim seçimin seçimde seçimler seçmen meclis yasa kanun anayasa siyaset politika iktidar muhalefet lider liderler lideri üye üyeler
  banka bankanın şirket şirketin firma borsa dolar mark lira para faiz enflasyon ekonomi piyasa piyasalar fiyat fiyatlar vergi bütçe kredi
  öğrenci öğrenciler öğretmen öğretmenler doktor doktorlar hasta hastalar hastane ilaç sağlık eğitim bilim bilgi teknoloji bilgisayar araştırma
  anne annesi annem baba babası babam kardeş kardeşi abla ağabey dede nine amca dayı hala teyze eş eşi karısı kocası oğlu kızı oğlum kızım dost dostum arkadaş
  arkadaşı arkadaşım arkadaşımız arkadaşları komşu akraba aile ailesi sevgilisi meslektaşı hemşerisi okurumuz okur
  sorun sorunu sorunlar soru soruya cevap yanıt konu konuda konuyla konunun haber haberi haberin açıklama açıklamada toplantı toplantıda toplantıya görüşme
  görüşmede karar kararı konuşma konuşmada konuşmasında sözleri sözlerini sözü durum durumda neden nedeni nedense amaç amacı hedef hedefi sonucu
  gerçek gerçeği hayat yaşam ölüm aşk sevgi barış savaş savaşın tanrı allah din dini islam islamiyet hıristiyanlık müslüman müslümanlar hıristiyan musevi yahudi
  cumhuriyet cumhuriyetin demokrasi özgürlük hak haklar insanlık tarih tarihin tarihte festival festivalin şenlik konser konserin sergi sergide program programda proje
  adalet güvenlik savunma turizm kültür sanayi ticaret maliye tarım ulaşım enerji çevre merkez süper nükleer elektronik dijital sanal genetik etnik samimi korkunç müthiş
  rakip oy gol iş rejim rejisör sıra söz dikkat tam yanlış yakın yarışma uygulama çevre çıkış karşılaşma kaynak fotoğraf makale efendim adı tahrik güç nefret kral
  malum nafile aman yazık ne_yazık acı adliye gurbet maalesef şüphesiz kuşkusuz tıpkı derhal birden birdenbire aniden ansızın nihayet galip mağlup
  ayni yapılan edilen verilen alınan görülen bilinen söylenen düzenlenen açıklanan bulunan kurulan çıkan gelen giden kalan duran doğan ölen yaşayan çalışan konuşan
  anlatan isteyen bekleyen geçirdiği söylediği belirttiği türbe türban başörtüsü laiklik çare biri bugünün dünün`,
)
