import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { isPattern, patternBase, patternToRegExp } from './glob.ts'
import { problemOf, type InputProblem } from './input-problem.ts'
import { walkFolder } from './walk-folder.ts'

/** One thing to read: a file's path, or `-` for the standard input. */
export interface InputFile {
  readonly path: string
  /** Bytes; `null` where that cannot be known (a pipe). */
  readonly size: number | null
}

export interface InputList {
  readonly files: readonly InputFile[]
  readonly problems: readonly InputProblem[]
  /** Files of folders that are no recordings by their names, such as a README. */
  readonly passedOver: readonly string[]
}

export const STDIN = '-'

/** Names that lie beside recordings and are none: pages, code, pictures; and the requests that belong to recorded answers. */
const NO_RECORDING =
  /\.(?:md|markdown|rst|adoc|pdf|csv|tsv|png|jpe?g|gif|svg|webp|ico|css|js|mjs|cjs|jsx|ts|tsx|mts|py|ipynb|sh|ps1|rb|go|rs|toml|ya?ml|ini|lock|gguf|safetensors|parquet|sqlite|db|zip|tar|tgz)$|\.request\.\w+$|\.headers\.txt$|^(?:LICEN[CS]E|NOTICE|README|Makefile|Dockerfile)(?:\.txt)?$/i

const posix = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'))
const isHidden = (name: string): boolean => name.startsWith('.')

async function expandPattern(argument: string): Promise<InputList> {
  const pattern = posix(argument).replace(/^\.\//, '')
  const base = patternBase(pattern)
  const test = patternToRegExp(pattern)
  const seesHidden = pattern.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..')
  const walk = await walkFolder(
    base,
    (path) => test.test(posix(path)),
    (name) => seesHidden || !isHidden(name),
  )
  const missing = walk.problems.some((problem) => problem.file === base)
  if (walk.files.length === 0 && (missing || walk.problems.length === 0))
    return { files: [], problems: [{ file: argument, code: 'no-match', message: 'no file matches this pattern' }], passedOver: [] }
  return { files: walk.files, problems: walk.problems, passedOver: [] }
}

async function expandFolder(folder: string): Promise<InputList> {
  const passedOver: string[] = []
  const walk = await walkFolder(folder, (path, name) => {
    if (isHidden(name)) return false
    if (!NO_RECORDING.test(name)) return true
    passedOver.push(path)
    return false
  })
  const problems = [...walk.problems]
  if (walk.files.length === 0 && problems.length === 0)
    problems.push({
      file: folder,
      code: 'empty-folder',
      message: passedOver.length > 0 ? 'the folder holds no recordings (only documents, code or pictures)' : 'the folder holds no files',
    })
  return { files: walk.files, problems, passedOver }
}

async function expand(argument: string): Promise<InputList> {
  if (argument === STDIN) return { files: [{ path: STDIN, size: null }], problems: [], passedOver: [] }
  try {
    const found = await stat(argument)
    if (found.isDirectory()) return await expandFolder(argument)
    return { files: [{ path: argument, size: found.isFile() ? found.size : null }], problems: [], passedOver: [] }
  } catch (error) {
    if (isPattern(argument) && (error as NodeJS.ErrnoException).code === 'ENOENT') return expandPattern(argument)
    return { files: [], problems: [problemOf(argument, error)], passedOver: [] }
  }
}

/** What the arguments name, in their order: files, the files of folders, the matches of patterns, `-`. A file that is named twice is read once. */
export async function listInputs(inputs: readonly string[]): Promise<InputList> {
  const files: InputFile[] = []
  const problems: InputProblem[] = []
  const passedOver: string[] = []
  const seen = new Set<string>()
  for (const argument of inputs) {
    const list = await expand(argument)
    problems.push(...list.problems)
    passedOver.push(...list.passedOver)
    for (const file of list.files) {
      const key = file.path === STDIN ? STDIN : resolve(file.path)
      if (seen.has(key)) continue
      seen.add(key)
      files.push(file)
    }
  }
  return { files, problems, passedOver }
}
