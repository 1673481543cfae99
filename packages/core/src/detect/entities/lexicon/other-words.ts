/** Small words of other European languages that open sentences. From general knowledge. */
import { wordList } from './word-list.ts'

export const OTHER_FUNCTION_WORDS: ReadonlySet<string> = wordList(
  // German, Dutch
  `der die das den dem des ein eine einen einem einer eines und oder aber auch als am an auf aus bei bis da dann dass denn dies diese dieser dieses doch durch er es sie wir ihr ich du man für gegen hier
  im in ins ist ja jede jeder jedes jedoch kein keine mein mit nach nein nicht noch nun nur ob ohne sein seine seit sich sind so über um unter vom von vor war was wegen weil wenn wer wie wird wo während
  zu zum zur zwei zwischen außerdem heute gestern danach dabei dort deshalb trotz obwohl sowie laut de het een en of maar ook als dan dat deze dit er hij zij wij ik je niet nog op te tot uit van voor wat wie zijn`,
  // French
  `le la les l un une des du au aux et ou mais donc or ni car ce cet cette ces c son sa ses leur leurs mon ma mes notre votre il elle ils elles on nous vous je j tu qui que quoi où quand comment
  pourquoi dans sur sous avec sans pour par en entre vers chez depuis pendant après avant selon si oui non ainsi alors aussi cependant puis ensuite enfin d s n y est sont`,
  // Spanish, Portuguese, Italian, Catalan, Romanian
  `el los las lo uno unos unas y e o u pero sino aunque porque como cuando donde quien que cual este esta estos estas ese esa eso su sus mi mis tu yo él ella ellos ellas nosotros con sin sobre hasta desde
  entre hacia según durante tras sí no también además luego entonces después antes hoy os as um uma uns umas mas com sem não sim ele ela eles elas nós isso isto seu sua foi é são il lo gli i uno ma perché
  che chi cui questo questa quello quella suo sua suoi sue lui lei loro noi voi io con su per tra fra dopo prima è sono anche poi quindi nel nella nei della dello degli delle del dei dal dalla al alla și în la`,
  // Scandinavian, Polish, Czech
  `och men eller att det den som på av med till från är var han hon vi jag inte og eller ikke på til fra er var hun jeg af i w z na do od po za przez nie tak jest był była oraz ale że kiedy gdzie ten ta to v ve s ze je byl`,
)
