/** Well-known organisations, papers, firms, clubs and unique things that are called by one word. A modest list from general knowledge. */
import { wordList } from './word-list.ts'

export const ORGANISATIONS: ReadonlySet<string> = wordList(
  // Firms and makes.
  `microsoft google apple amazon facebook meta twitter youtube netflix tesla spacex openai anthropic nvidia intel amd ibm oracle cisco adobe samsung sony nokia motorola ericsson siemens philips
  panasonic toshiba hitachi toyota honda nissan mazda ford chrysler renault peugeot citroen fiat ferrari porsche volkswagen audi bmw mercedes opel volvo hyundai boeing airbus lockheed nestle
  unilever pepsi cola mcdonald's nike adidas ikea shell bp exxon gazprom netscape yahoo wikipedia linux windows android reuters bloomberg disney pixar warner hbo cnn bbc nbc cbs abc mtv playboy
  visa mastercard paypal uber airbnb spotify huawei xiaomi alibaba tencent`,
  // Turkish firms, papers, banks, clubs, parties, offices.
  `sabancı koç eczacıbaşı arçelik vestel beko tofaş petkim tüpraş turkcell telsim avea vodafone aselsan roketsan havelsan tübitak akbank garanti yapıkredi finansbank denizbank vakıfbank halkbank
  milliyet hürriyet sabah cumhuriyet_gazetesi zaman_gazetesi radikal posta takvim yeni_şafak fenerbahçe galatasaray beşiktaş trabzonspor bursaspor gençlerbirliği göztepe altay efes_pilsen ülkerspor
  tbmm trt thy tcdd iett iski tedaş botaş imkb tüsiad müsiad tobb türk-iş disk hak-iş tmmob yök ösym mgk mit akp chp mhp anap dyp dsp rp fp bdp hdp dtp bbp hadep saadet yargıtay danıştay sayıştay
  genelkurmay kızılay yeşilay darüşşafaka diyanet_işleri`,
  // Clubs, parties, alliances, movements of the world.
  `nato nasa unesco unicef who imf opec eu ab bm abd fbi cia kgb mossad interpol pentagon kremlin bundestag bundesbank duma knesset kongre_partisi hamas hizbullah hezbollah taliban pkk eta ira plo fkö
  osce agit fifa uefa nba nfl fide greenpeace likud labour interpol ajax juventus milan inter barcelona chelsea arsenal liverpool everton bayern dortmund parma lazio`,
)
