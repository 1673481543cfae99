/** Seeded answers for the benchmarks of the store: shaped like chat answers of a small model, 200 tokens with five alternatives. */
import type { Token, Trace } from '@logitscope/core'
import { seeded, type Seeded } from '@logitscope/testkit'

const COMMON =
  'the,of,and,to,in,a,is,that,for,it,was,on,are,as,with,his,they,at,be,this,from,have,or,by,one,had,not,but,what,all,were,when,we,there,can,an,your,which,their,said,if,will,each,about,how,up,out,them,then,she,many,some,so,these,would,other,into,has,more,two,like,him,see,time,could,no,make,than,first,been,its,who,now,people,my,made,over,did,down,only,way,find,use,may,water,long,little,very,after,words,called,just,where,most,know,ve,bir,bu,için,çok,daha,olarak,gibi,kadar,sonra,Ankara,İstanbul,1881,Paris,42,London'.split(
    ',',
  )
const SYLLABLES = 'ka le mi no ru ta se vo xi pe da fu ge ha lo ne pi ra su ti wa ye zo bi ce du ing er tion al est ment'.split(' ')

const ENDINGS = 's,ed,ing,er,ly,es,lar,ler,da,de,in,un,dan,yor,.,:'.split(',').concat(',')

/** A vocabulary of 8 000 pieces: common words first, the rest made of syllables, one of eight an ending that joins the word before it. */
export function vocabularyOf(random: Seeded): readonly string[] {
  return Array.from({ length: 8_000 }, (_, i) => {
    if (i % 8 === 7) return ENDINGS[(i >> 3) % ENDINGS.length]!
    if (i < COMMON.length) return ` ${COMMON[i]!}`
    return ` ${Array.from({ length: 1 + random.index(3) }, () => random.pick(SYLLABLES)).join('')}`
  })
}

const bytesOf = (text: string): number[] => [...Buffer.from(text, 'utf8')]

/** A token as a model is sure of most of its tokens: two of three nearly certain, one of eight undecided. */
function tokenOf(random: Seeded, pick: () => string): Token {
  const kind = random.next()
  const top = kind < 0.66 ? -(random.next() ** 4) * 0.05 : kind < 0.88 ? -0.05 - random.next() * 0.6 : -0.65 - random.next() * 1.2
  const logprobs = [Math.fround(top)]
  let rest = Math.log(-Math.expm1(Math.min(top, -1e-6)))
  for (let k = 1; k < 5; k++) {
    const share = -0.2 - random.next() * 1.5
    logprobs.push(Math.fround(Math.min(logprobs.at(-1)!, rest + share)))
    rest += Math.log(-Math.expm1(share))
  }
  const alternatives = logprobs.map((logprob) => {
    const text = pick()
    return { text, bytes: bytesOf(text), logprob }
  })
  const chosen = alternatives[kind > 0.8 && random.next() < 0.3 ? 1 : 0]!
  return { ...chosen, part: 'content', alternatives }
}

export interface AnswerPlan {
  readonly index: number
  readonly startedAt: number
  readonly tokens?: number
  readonly project?: string
  readonly model?: string
  readonly language?: string
  readonly promptVersion?: string
}

/** Makes answers one after the other; the same seed makes the same ones. They are parsed from JSON, as those that arrive are. */
export function answerMaker(seed: number): (plan: AnswerPlan) => Trace {
  const random = seeded(seed)
  const vocabulary = vocabularyOf(random)
  const pick = (): string => vocabulary[Math.floor(random.next() ** 3 * vocabulary.length)]!
  return ({
    index,
    startedAt,
    tokens: count = 200,
    project = 'default',
    model = 'gpt-4o-mini-2024-07-18',
    language = 'en',
    promptVersion,
  }) => {
    const tokens = Array.from({ length: count }, () => tokenOf(random, pick))
    const requestId = `0193a5c0-${(index >>> 16).toString(16).padStart(4, '0')}-7${(index & 0xfff).toString(16).padStart(3, '0')}-9000-${index.toString(16).padStart(12, '0')}`
    const prompt = Array.from({ length: 30 }, pick).join('')
    const trace: Trace = {
      schema: 1,
      id: `${requestId}.0`,
      requestId,
      startedAt,
      source: {
        provider: 'openai',
        api: 'openai-chat',
        requestedModel: 'gpt-4o-mini',
        model,
        responseId: `chatcmpl-${requestId.replaceAll('-', '')}`,
        choice: 0,
        streamed: true,
        status: 200,
        retries: 0,
      },
      request: {
        messages: [
          { role: 'system', content: 'You are a helpful assistant.' },
          { role: 'user', content: prompt },
        ],
        parameters: { temperature: 0.7, topLogprobs: 5, stream: true },
      },
      output: { text: tokens.map(({ text }) => text).join(''), finish: { unified: 'stop', raw: 'stop' } },
      tokens,
      evidence: { tier: 'top-k', k: 5, basis: 'raw', completeness: 1, issues: [] },
      usage: { input: 45, output: count },
      timing: { totalMs: 900 + random.index(4_000), firstTokenMs: 100 + random.index(400) },
      context: { project, language, ...(promptVersion === undefined ? {} : { promptVersion }), session: `session-${index % 997}` },
    }
    return JSON.parse(JSON.stringify(trace)) as Trace
  }
}
