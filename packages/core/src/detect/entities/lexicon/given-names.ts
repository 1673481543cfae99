/** Common given names, so that a bare name at the start of a sentence is known for one. A modest list from general knowledge; not from any data set. */
import { wordList } from './word-list.ts'

/** Turkish given names that are not at the same time common words opening sentences. */
export const TURKISH_GIVEN_NAMES: ReadonlySet<string> = wordList(
  `abdullah abdülkadir abdurrahman adem adnan ahmet akif alaattin ali alper alpaslan altan arda arif asım aslan atilla attila ata atıf aydın aykut ayhan aytaç aziz bahadır bahri baki baran barbaros
  bedri bekir berk berkay berke bilal bora burak bülent cahit can caner celal cem cemal cemil cengiz cenk cevat cevdet ceyhun coşkun cüneyt çağatay çağlar çetin davut deniz devrim doğan doğu doğukan
  duran dursun ediz edip efe ege ekrem emin emir emrah emre ender engin enis enver ercan ercüment erdal erdem erdoğan eren ergin ergun ergün erhan erkan erkin erman erol ersin ersun ertan ertuğrul
  eşref ethem eyüp fahri faik faruk fatih fazıl ferdi ferhat ferit ferruh fevzi fikret fikri fuat furkan galip gencay gökhan gökmen gürbüz gürkan güven hakan hakkı haldun halil halis halit haluk hamdi
  hamit hamza hasan hasip haşim haydar hayrettin hayri hıncal hikmet hilmi hulki hulusi hüseyin hüsamettin hüsnü ibrahim idris ihsan ilber ilhami ilhan ilker ilyas irfan ishak iskender ismail ismet
  israfil izzet kaan kadir kadri kamil kamuran kasım kaya kazım kemal kemalettin kenan kerem kerim koray korkut köksal kutlu kürşat latif levent lütfi lütfü mahir mahmut mazhar mehmet melih memduh mert
  mesut mete metin mevlüt mithat muammer muhammed muhammet muharrem muhittin muhsin mukadder murat musa mustafa muzaffer mücahit müjdat mümtaz münir müslüm müşfik nadir naci nail namık nasuh nazım
  necati necdet necip necmettin necmi nedim nejat nevzat nihat nizamettin nuri nurettin oğuz oğuzhan okan oktay olcay onur onat orhan osman ozan ömer önder özcan özdemir özer özgür özhan rahmi ramazan
  rasim rauf recai recep refik remzi reşat reşit rıdvan rıfat rıza sabahattin sabri sadettin sadık sadri sadun saffet sait salih salim sami samim savaş seçkin sedat sefa selahattin selami selçuk selim
  semih serdar serhat serkan server sezai sezer sezgin sinan sırrı suat suavi süha sühan süleyman şaban şadi şahap şahin şakir şeref şerif şevket şevki şinasi şükrü tahir tahsin talat talip tamer tanju
  taner tansu tarık taylan tayfun tayyar tekin tevfik tolga tuğrul tunç tuncay tuncer turan turgay turgut turhan türker uğur ufuk umut ural utku ümit ünal vahit vecdi vedat veli veysel volkan yahya yakup
  yalçın yaman yasin yaşar yavuz yekta yener yılmaz yiğit yusuf yücel yüksel zafer zeki zekai zekeriya ziya adalet afet ajda alev aliye arzu aslı asuman aybüke ayça ayfer ayla aylin ayşe ayşegül ayşen
  ayten azize bahar banu başak behice belgin belkıs berna berrin betül bilge birgül birsen buket burcu büşra canan candan cansu cavidan ceren ceyda çiğdem çiler damla defne demet derya dilara dilek
  duygu ebru ece eda ela elif emel emine esin esma esra evrim fadime fatma fatoş feride ferda feyza fidan figen filiz fulya funda gamze gaye gonca gözde gül gülay gülben gülçin gülden gülen güler gülriz
  gülsen gülseren gülsüm gülşen gülten günay güneş güzide hacer hale halide hande handan hanife hasibe hatice hayriye hilal hülya hümeyra ılgın idil ilkay inci ipek irem işıl ışıl itır jale jülide kader
  kadriye kamile kevser kıymet lale lamia latife leman leyla macide makbule mediha mehtap melahat melda melek melike melis meltem meral merve meryem mine muazzez muhterem mualla muazez müge müjde müjgan
  münevver nadide nadire nagehan nalan naz nazan nazlı nebahat necla neriman nermin neşe nevin nevra nezihe nigar nihal nihan nilay nilgün nilüfer nimet nur nuran nuray nurcan nurdan nurgül nurhan nurten
  oya özge özlem pakize pelin perihan pınar piraye rabia rana reyhan rukiye ruhsar saadet sabiha safiye saime sakine saliha samiye sebahat seda sedef sema semiha semra senem seniha serap serpil seval
  sevda sevgi sevil sevim sevinç sezen sibel simge sinem solmaz sultan suna suzan şebnem şengül şermin şule şükran şükriye tijen tomris tuba tuğba tuğçe tülay tülin türkan ülker ülkü ümran vildan yasemin
  yeliz yeşim yıldız zehra zeliha zerrin zeynep züleyha zühal zübeyde`,
)

/** International given names and names of persons known by one name. */
export const INTERNATIONAL_GIVEN_NAMES: ReadonlySet<string> = wordList(
  `aaron abigail abraham adam adolf adrian agnes akira alan albert alberto alec alejandro aleksandr alessandro alex alexander alexandra alexei alfred alice alison allen amanda amelia amy anatoly
  anders andre andrea andreas andrei andrew andy angela angelina ann anna anne annie anthony antoine anton antonio ariel aristotle arnold arthur audrey augustus barack barbara barry beatrice ben
  benjamin bernard bert bertrand bill billy björn bob bobby boris brad brandon brenda brian bridget bruce bruno bryan caesar calvin carl carla carlo carlos carol caroline catherine cecilia cesar charles
  charlie charlotte cheryl chris christian christina christine christopher cindy claire clara claude claudia clement cleopatra clint confucius connie conrad constantine craig cristina curtis cynthia
  daniel danny david dean deborah denis dennis derek diana diane diego dmitri dolores dominic donald donna dorothy doug douglas duncan dwight dylan earl ed eddie edgar edith edmund eduardo edward edwin
  eleanor elena eli elias elizabeth ella ellen elon elsa elvis emil emily emma emmanuel enrico eric erica erich erik ernest ernst erwin esther ethan eugene eva evelyn fabio federico felix ferdinand
  fernando fiona florence frances francesca francesco francis francisco francois françois frank franklin franz fred frederick fyodor gabriel gabriela galileo gary gene geoffrey george georges gerald
  gerard gerhard giacomo gianni gilbert giorgio giovanni giuseppe glenn gloria gordon grace graham greg gregory greta guido guillermo gustav guy hannah hans harold harriet harry harvey heather
  hector heidi helen helena helmut henri henry herbert herman hermann hillary homer hugh hugo ian ibn ida ignacio igor ingrid irene isaac isabel isabella ivan jack jackie jackson jacob jacques jake
  james jan jane janet jason javier jay jean jeff jefferson jeffrey jennifer jenny jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joanna joaquin jocelyn joe joel johan johann johannes john
  johnny jon jonas jonathan jordan jorge jose josef joseph joshua juan judith judy jules julia julian julie juliet julio julius jürgen karen karin karl kate katharine katherine kathleen kathryn kathy
  katie keith kelly ken kennedy kenneth kevin kim klaus konrad kurt kyle lance larry lars laura lauren laurence laurent lawrence lea lenin leo leon leonard leonardo leonid leslie lewis liam lily
  lincoln linda lionel lisa liz lloyd lorenzo louis louisa louise luca lucas lucia luciano lucy ludwig luigi luis luke lydia lynn madeleine manfred manuel marc marcel marcello marco marcus margaret
  maria marian marie marilyn mario marion mark marlene marta martha martin marvin mary matilda matthew maurice max maximilian megan mel melissa michael michel michelangelo michelle miguel mikhail mike
  milan mohamed mohammad mohammed monica moses mozart muhammad nancy naomi napoleon napolyon natalia natalie nathan neil nelson nicholas nick nicolas nicole niels nigel nikita nikola nikolai noah noam noel nora
  norman octavia oleg oliver olivia oscar osama otto owen pablo pamela paolo pascal patricia patrick paul paula pauline pedro penelope percy perry peter phil philip philippe phillip pierre plato
  rachel ralph ramon raphael raul ray raymond rebecca reginald rembrandt rené ricardo richard rita rob robert roberto robin rodrigo roger roland romeo ron ronald rosa rose rosemary ross roy rudolf
  rupert russell ruth ryan saddam sally salvador sam samantha samuel sandra sara sarah saul scott sean sebastian serge sergei sergio seth shakespeare sharon shawn sheila shirley sidney sigmund silvia
  simon simone slobodan socrates sofia sophia sophie spencer stalin stan stanley stefan stella stephanie stephen steve steven stuart susan suzanne sven sylvia tanya ted terence teresa terry thelma theodor
  theodore theresa thomas tiffany tim timothy tina toby todd tom tommy tony tracy trevor tyler ursula valentina valerie vanessa vera vernon veronica vicky victor victoria viktor vincent vincenzo
  virginia vivian vladimir voltaire walter wanda warren wayne wendy werner wilhelm willem william willy winston wolfgang woodrow xavier yasser yuri yves yvonne zachary zoe atatürk`,
)
