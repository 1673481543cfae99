import { SingleBar } from 'cli-progress'

/** A bar on the standard error for long inputs; silent everywhere else. */
export interface Progress {
  addBytes: (count: number) => void
  addAnswer: () => void
  /** Wipes the bar, so that output may be written; it comes back with the next bytes. */
  hide: () => void
  stop: () => void
}

/** Inputs that are read faster than anybody could look get no bar. */
const WORTH_A_BAR = 16 * 1024 * 1024

const SILENT: Progress = { addBytes: () => undefined, addAnswer: () => undefined, hide: () => undefined, stop: () => undefined }

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)

export interface ProgressOptions {
  /** The terminal to draw on; `null` where there is none. */
  readonly terminal: NodeJS.WriteStream | null
  readonly files: readonly { readonly size: number | null }[]
}

/** Without a terminal, for short inputs, and for pipes, whose length is not known, the bar is silent. */
export function createProgress({ terminal, files }: ProgressOptions): Progress {
  const total = files.reduce((sum, { size }) => sum + (size ?? NaN), 0)
  // NaN, where a length is not known, is not worth a bar either.
  if (terminal === null || !(total >= WORTH_A_BAR)) return SILENT
  let answers = 0
  let bytes = 0
  const started = performance.now()
  const payload = (): Record<string, string | number> => {
    const spent = (performance.now() - started) / 1000
    const left = bytes > 0 ? Math.max(0, Math.round((spent * (total - bytes)) / bytes)) : 0
    return { read: megabytes(bytes), size: megabytes(total), answers, left: left < 90 ? `${left} s` : `${Math.round(left / 60)} min` }
  }
  const bar = new SingleBar({
    stream: terminal,
    format: '{bar} {percentage}%  {read} of {size} MB  {answers} answers  {left} left',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    fps: 5,
    clearOnComplete: true,
  })
  bar.start(total, 0, payload())
  return {
    addBytes(count) {
      bytes += count
      bar.update(Math.min(bytes, total), payload())
    },
    addAnswer() {
      answers += 1
    },
    hide() {
      terminal.write('\r\x1b[2K')
    },
    stop() {
      bar.stop()
    },
  }
}
