/** English words that open sentences, headings and list items without being names. Compiled from general knowledge of the language. */
import { wordList } from './word-list.ts'

/** Determiners, pronouns, prepositions, conjunctions, auxiliaries, adverbs, contractions: never part of a name at its start, never a name alone. */
export const ENGLISH_FUNCTION_WORDS: ReadonlySet<string> = wordList(
  `a an the this that these those my your his her its our their mine yours hers ours theirs i you he she it we they me him us them myself yourself himself herself
  itself ourselves themselves who whom whose which what when where why how whoever whatever whenever wherever whether and or but nor so yet for if then else than
  because although though while whereas unless until since as at by from in into of off on onto out over to toward towards under up upon with within without about
  above across after against along amid among around before behind below beneath beside besides between beyond despite during except inside near outside past per
  regarding through throughout underneath unlike via is am are was were be been being do does did done has have had having can could may might must shall should will
  would ought not no yes nope yeah ok okay please thanks thank there here now today tomorrow yesterday tonight then thus hence therefore however moreover furthermore
  additionally also nevertheless nonetheless meanwhile otherwise instead likewise similarly consequently accordingly finally lastly firstly secondly thirdly next
  overall specifically generally typically usually often sometimes always never rarely perhaps maybe indeed actually basically essentially currently recently
  previously originally initially eventually subsequently ultimately later earlier soon once again still even just only too very quite rather almost nearly
  some any all both each every either neither none one ones other others another such many much more most few fewer less least several enough various numerous
  it's that's there's here's what's who's let's don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn can't cannot ain ll re ve
  first second third last same according due given like unlike well oh ah hey hi hello dear sure certainly absolutely unfortunately fortunately hopefully
  clearly obviously importantly notably interestingly surprisingly ironically historically traditionally importantly amongst whilst albeit plus minus versus`,
)

/** Common nouns, verbs and adjectives that open sentences, headings, labels and list items. */
export const ENGLISH_COMMON_OPENERS: ReadonlySet<string> = wordList(
  `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
  eighty ninety hundred thousand million billion half double early late new old young great good bad best better worst big small large little long short high low
  key main major minor important common popular famous notable additional further related similar different unique general specific particular certain
  personal professional academic political military social economic cultural historical religious scientific technical physical mental natural modern ancient
  life lives birth death childhood youth education career work works family marriage legacy background biography biographies history introduction conclusion overview
  summary description definition example examples note notes warning tip tips step steps part section chapter figure table list item items reference references
  bibliography source sources further reading external links awards honors honours achievements contributions accomplishments publications filmography discography
  features benefits advantages disadvantages pros cons requirements installation usage getting started setup configuration ingredients instructions directions
  answer answers question questions problem problems solution solutions result results explanation reason reasons cause causes effect effects impact impacts purpose goal
  goals objective objectives method methods approach analysis discussion context details detail information data facts fact name names title date dates age place
  location time year years month months week weeks day days number numbers price prices cost costs size weight height length type types kind category categories
  people person man men woman women child children student students teacher teachers scientist scientists researcher researchers expert experts doctor doctors
  user users customer customers company companies government governments country countries city cities state states nation nations world war peace law laws
  art music film films movie movies book books story stories song songs game games sport sports science technology business economy politics religion philosophy
  language languages culture society nature environment health food water air fire earth energy power money love hope faith mind body heart head hand
  use using used make makes making made take takes taking get gets getting go goes going come comes coming see seeing look looking find finding give giving keep
  keeping know knowing think thinking let ask asking tell show shows showing try trying start starting stop begin beginning help helping create creating add adding
  remove check consider considering choose include including includes ensure follow following avoid remember understand learn learning read write writing set
  run open close click type enter select save mix stir cook bake serve place pour heat based born died raised known called named located founded established
  built written published released developed designed created led considered regarded located widely critics scholars historians fans readers viewers visitors
  breaking top total average annual daily weekly monthly professor president king queen pope prime chief senior junior vice deputy assistant
  thing things everything nothing something anything everyone everybody someone somebody anyone nobody whatever regardless depending compared born based`,
)

/** Titles and forms of address that stand before a name without being part of it. */
export const ENGLISH_TITLES: ReadonlySet<string> = wordList(
  `mr mrs ms miss dr prof professor sir madam dame lord lady rev reverend hon honorable president vice-president chancellor chairman chairwoman chairperson
  senator sen congressman congresswoman representative rep governor gov mayor minister ambassador secretary judge justice attorney captain capt colonel col
  lieutenant lt sergeant sgt corporal major commander admiral adm marshal emperor empress king queen prince princess duke duchess count countess baron baroness earl tsar czar
  sultan shah pope cardinal archbishop bishop father rabbi imam ayatollah sheikh coach detective inspector officer agent director ceo author actor actress singer
  composer poet physicist chemist mathematician philosopher painter`,
)

/** After one of these a title is the beginning of a name of another kind: "King's College", "General Motors". */
export const ENGLISH_ORGANISATION_ENDS: ReadonlySet<string> = wordList(
  `inc corp corporation company co ltd llc plc gmbh ag sa group holdings bank university college institute academy school association organization organisation
  foundation agency department ministry committee commission council union party museum library hospital church cathedral society club press times post journal
  laboratory laboratories observatory motors electric airlines airways services sciences technologies systems`,
)

/** Small words inside names: "Bank of England", "Ludwig van Beethoven". */
export const NAME_CONNECTORS: ReadonlySet<string> = wordList(
  'of de la le les du des del della delle di da dal dos das do van von der den dem ter ten zu zur zum y e i el al bin ibn ben abu ul ur af av',
)

/** Particles that begin a surname in small letters: "van Gogh". */
export const NAME_PARTICLES: ReadonlySet<string> = wordList('van von da di du del della ibn bin de')

/** Capitals that name no one: general abbreviations. */
export const GENERIC_ACRONYMS: ReadonlySet<string> = wordList(
  `tv cd dvd pc id ok faq pdf html css xml json api url http https sql cpu gpu ram usb wifi dna rna hiv aids iq gdp gnp ceo cfo cto phd ba ma bsc msc mba am pm ad bc
  bce ce mö ms kdv ötv tl usd eur gbp try dm kg km cm mm ml gb mb kb hz khz mhz ghz kw mw kwh ai it hr pr vip diy asap fyi rsvp dk tel fax sf cilt nt cv gsm ps nb ca vs etc llm ml nlp ui ux`,
)
