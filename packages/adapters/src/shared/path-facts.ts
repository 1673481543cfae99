/** What the path of a request says beside its body: some APIs name the model there, and whether the answer is a stream. */

/** Where a path names the model, and who speaks so. */
const NAMED: readonly (readonly [place: RegExp, provider: string | null])[] = [
  [/\/openai\/deployments\/([^/]+)\//, 'azure'],
  [/\/publishers\/[^/]+\/models\/([^/:]+):\w+$/, 'vertex'],
  [/\/models\/([^/:]+):\w+$/, null],
  [/\/model\/([^/]+)\/(?:invoke|converse)(?:-with-response-stream|-stream)?$/, 'bedrock'],
  [/\/v2\/models\/([^/]+)\/(?:versions\/[^/]+\/)?generate(?:_stream)?$/, null],
  [/\/(?:engines|deployments|serving-endpoints)\/([^/]+)\/[\w/]+$/, null],
]

const STREAMS = /:stream\w+$|(?:\/|_|-)(?:generate|generation|chat)_stream$|-with-response-stream$|\/converse-stream$|\/generate\/stream$/

/** The path alone, without query and without a slash at its end. */
export function plainPath(path: string): string {
  const end = path.search(/[?#]/)
  return (end < 0 ? path : path.slice(0, end)).replace(/\/+$/, '')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The model that a path names; `null` where it names none. */
export function modelIn(path: string): string | null {
  const plain = plainPath(path)
  for (const [place] of NAMED) {
    const found = place.exec(plain)
    if (found !== null) return decoded(found[1]!)
  }
  return null
}

/** Who speaks so; `null` where the path is anybody's. */
export function providerIn(path: string): string | null {
  const plain = plainPath(path)
  return NAMED.find(([place, provider]) => provider !== null && place.test(plain))?.[1] ?? null
}

/** Whether a path alone asks for a stream. */
export function isStreamPath(path: string): boolean {
  return STREAMS.test(plainPath(path)) || /[?&]stream=true(?:&|$)/.test(path)
}
