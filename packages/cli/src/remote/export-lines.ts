import { openBytes } from '../input/open-bytes.ts'
import { STDIN, type InputFile } from '../input/list-inputs.ts'

/** How a line of `logitscope export` begins. */
const EXPORT = /^\s*\{\s*"trace"\s*:/

const nothing: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
}

/** Whether a file is an export of ours, whose lines hold labels with all that belongs to them; looks at its first bytes only. */
export async function isExport(file: InputFile): Promise<boolean> {
  if (file.path === STDIN) return false
  try {
    for await (const block of openBytes(file, nothing, () => undefined)) return EXPORT.test(Buffer.from(block).toString('utf8', 0, 200))
  } catch {
    // What is wrong with the file is told when it is read.
  }
  return false
}

/** The lines of a file, as they are. */
export async function* linesOf(file: InputFile, onBytes: (count: number) => void): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const block of openBytes(file, nothing, onBytes)) {
    const lines = (rest + decoder.decode(block, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield line
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest
}
