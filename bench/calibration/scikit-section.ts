import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedPath } from '@logitscope/testkit'
import { corpusNames } from './corpora.ts'
import { figure, meanOf, table } from './markdown.ts'

interface Figures {
  readonly auroc: number
  readonly ece: number
  readonly floor: number
  readonly logLoss: number
}

interface Compared {
  readonly name: string
  readonly ours: Figures
  readonly logistic: Figures
  readonly isotonic: Figures
}

const KINDS = ['ours', 'logistic', 'isotonic'] as const
const COMMAND = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url))
const SCRIPT = fileURLToPath(new URL('./scikit_learn.py', import.meta.url))

/** The version of scikit-learn that this Python has; `null` where there is none. */
function versionOf(python: string): string | null {
  try {
    return execFileSync(python, ['-c', 'import sklearn; print(sklearn.__version__)'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}

/** The command's out-of-fold risks beside scikit-learn's on the same rows, features and folds; `null` where Python or scikit-learn is absent. */
export function scikitSection(): string | null {
  const python = process.env['PYTHON'] ?? 'python3'
  const version = versionOf(python)
  if (version === null) {
    console.error(`scikit: skipped, ${python} has no scikit-learn (pip install scikit-learn, or name another Python in PYTHON)`)
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'logitscope-'))
  try {
    const files = corpusNames(/^(qa-|own-(gemma|smollm)|truthfulqa)/).map((name) => {
      const rows = join(folder, `${name}.rows`)
      const corpus = sharedPath(`corpora/${name}.jsonl.gz`) ?? ''
      execFileSync(process.execPath, [COMMAND, 'calibrate', corpus, '--rows', rows, '--json', '--quiet'], { stdio: 'ignore' })
      return `${name}=${rows}`
    })
    const found = JSON.parse(execFileSync(python, [SCRIPT, ...files], { encoding: 'utf8' })) as readonly Compared[]
    const line = (name: string, of: (kind: (typeof KINDS)[number], what: keyof Figures) => number): string[] => [
      name,
      ...KINDS.map((kind) => figure(of(kind, 'auroc'))),
      ...KINDS.map((kind) => `${figure(of(kind, 'ece'))} (${figure(of(kind, 'floor'))})`),
      ...KINDS.map((kind) => figure(of(kind, 'logLoss'))),
    ]
    const qa = found.filter(({ name }) => name.startsWith('qa-'))
    const rows = [
      ...found.map((one) => line(one.name, (kind, what) => one[kind][what])),
      line(`mean of the ${qa.length} QA sets`, (kind, what) => meanOf(qa.map((one) => one[kind][what]))),
    ]
    const heads = (what: string): string[] => [`${what}: logitscope`, 'LogisticRegression', 'IsotonicRegression']
    return `## Beside scikit-learn

What \`logitscope calibrate --rows\` wrote (features, folds, out-of-fold risks), and scikit-learn ${version} on the same rows, features and folds: \`LogisticRegression(C=1)\` on all features, \`IsotonicRegression\` on the mean log-probability. ECE with its floor in brackets. Sets that the command refuses have no rows.

${table(['set', ...heads('AUROC'), ...heads('ECE (floor)'), ...heads('log loss')], rows)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
