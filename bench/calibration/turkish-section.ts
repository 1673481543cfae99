import { calibrate, FEATURE_INDEX, quantileThresholds } from '@logitscope/core'
import { readCorpus } from './corpora.ts'
import { figure, meanOf, percent, table } from './markdown.ts'

const MODELS = ['own-gemma-3-270m', 'own-smollm2-135m'] as const

/** English and Turkish answers of the same models. */
export function turkishSection(): string {
  const facts: string[][] = []
  const fits: string[][] = []
  const findings: string[] = []
  const quantiles: string[][] = []
  for (const model of MODELS) {
    const both = (['en', 'tr'] as const).map((language) => ({
      language,
      rows: readCorpus(`${model}-${language}`).map(({ answer }) => answer),
    }))
    for (const { language, rows } of both) {
      const features = rows.flatMap((row) => (row.features === null ? [] : [row.features]))
      const value = (name: 'avgLogprob' | 'sumLogprob'): number => meanOf(features.map((row) => -(row[FEATURE_INDEX[name]]! ** 2)))
      const right = rows.filter(({ correct }) => correct).length
      const bits = meanOf(features.map((row) => row[FEATURE_INDEX.bitsPerByte]!).filter((one) => !Number.isNaN(one)))
      facts.push([
        model,
        language,
        `${right}/${rows.length}`,
        figure(value('avgLogprob'), 2),
        figure(value('sumLogprob'), 2),
        figure(bits, 2),
      ])
      for (const { feature, share, value: threshold } of quantileThresholds(features))
        if (share === 0.05) quantiles.push([model, language, feature, figure(threshold, 2)])
    }
    const report = calibrate(both.flatMap(({ rows }) => rows))
    for (const { scope, method, auroc, ece } of report.groups)
      fits.push([
        model,
        scope.language,
        method,
        `${figure(auroc[1])} [${figure(auroc[0], 2)}–${figure(auroc[2], 2)}]`,
        `${figure(ece.after)} (${figure(ece.floor)})`,
      ])
    for (const { scope, reason, n, positives } of report.refused)
      fits.push([model, scope.language, `refused: ${reason}`, `${positives} right of ${n}`, '–'])
    for (const { languages, feature, needsLower, detail } of report.languageFindings)
      findings.push(
        `- ${model}: does ${languages[1]} need a lower ${feature} than ${languages[0]}? **${needsLower.replace('-', ' ')}**: ${detail.replace('cannot tell: ', '')}.`,
      )
  }
  return `## The answers

${table(['model', 'language', 'right', 'mean logprob', 'sum of logprobs', 'bits a byte'], facts)}

## Each language for itself

${table(['model', 'language', 'method', 'AUROC', 'ECE (floor)'], fits)}

## Does Turkish need a lower threshold?

${findings.join('\n')}

## Without labels

The lowest ${percent(0.05)} of a group's own answers. This says what is unusual for the group, not what is wrong.

${table(['model', 'language', 'feature', 'threshold'], quantiles)}`
}
