/** Which reference vectors of published implementations are held against which tests, and which wait for a part that is still to come. */

export interface VectorFile {
  /** Tests that read the file, from the project's root. */
  readonly usedIn: readonly string[]
  /** The part that the rest of the file is about, or the whole of it where no test reads it yet. */
  readonly waitsFor?: string
}

const NUMERIC = 'packages/core/src/numeric/vectors.test.ts'
const CALIBRATE = 'packages/core/src/calibrate/vectors.test.ts'
const METRICS = 'packages/core/src/metrics/vectors.test.ts'

/** One row for each file of the shared folder `vectors`, by its name. */
export const VECTOR_FILES: Readonly<Record<string, VectorFile>> = {
  'agentuq_metrics_and_provider_fixtures.json': { usedIn: [METRICS, NUMERIC] },
  'artefactual_epr_wepr.json': {
    usedIn: [METRICS, NUMERIC],
    waitsFor: 'nothing planned: calibrations and weights fitted to four models, which do not carry over',
  },
  'attribution_eval.json': { usedIn: [], waitsFor: 'probe: how good an attribution is' },
  'captum_attribution.json': { usedIn: [], waitsFor: 'probe: leave-one-out and Shapley attribution' },
  'captum_vllm_prompt_logprobs.json': { usedIn: [], waitsFor: 'probe: scoring a continuation through prompt logprobs' },
  'contextcite_lasso.json': { usedIn: [NUMERIC], waitsFor: 'probe: the Lasso surrogate of an attribution' },
  'entropix_varentropy.json': { usedIn: [METRICS] },
  'halt_timeseries_features.json': { usedIn: [METRICS] },
  'jlko_eval_metrics.json': { usedIn: [CALIBRATE] },
  'jlko_semantic_entropy.json': { usedIn: [NUMERIC], waitsFor: 'probe: semantic entropy' },
  'llmlingua_threshold.json': { usedIn: [], waitsFor: 'probe: compression of a prompt' },
  'lm_eval_aggregation.json': { usedIn: [NUMERIC], waitsFor: 'probe: scores over several sets' },
  'lm_eval_completions_parse.json': { usedIn: [], waitsFor: 'probe: scoring a continuation through echo' },
  'lm_eval_mcq.json': { usedIn: [NUMERIC], waitsFor: 'probe: multiple choice' },
  'lmpolygraph_ccp.json': { usedIn: [], waitsFor: 'probe: claims judged by a model' },
  'lmpolygraph_sampling.json': { usedIn: [], waitsFor: 'probe: measures over several samples' },
  'lmpolygraph_single_sequence.json': {
    usedIn: [METRICS, NUMERIC],
    waitsFor: 'probe: measures that need the prompt scored without context',
  },
  'lmpolygraph_ue_metrics.json': { usedIn: [CALIBRATE] },
  'logtoku_metrics.json': {
    usedIn: [NUMERIC],
    waitsFor: 'nothing planned: its other measures need raw logits, which hosted models do not send',
  },
  'mcq_debias.json': { usedIn: [], waitsFor: 'probe: multiple choice' },
  'minicons_surprisal.json': { usedIn: [METRICS, NUMERIC], waitsFor: 'probe: likelihood of words' },
  'ranking_metrics_sklearn.json': { usedIn: [CALIBRATE] },
  'real_openai_metrics.json': { usedIn: [METRICS] },
  'sar_reference.json': { usedIn: [], waitsFor: 'probe: measures over several samples' },
  'selfcheckgpt_examples.json': { usedIn: [], waitsFor: 'probe: self-check' },
  'span_confidence_windows.json': { usedIn: ['packages/core/src/metrics/worst-window.test.ts'] },
  'structured_logprobs.json': { usedIn: ['packages/core/src/detect/fields/find-fields.test.ts'] },
  'temperature_scaling.json': { usedIn: [NUMERIC, CALIBRATE] },
  'topk_entropy_bounds.json': { usedIn: ['packages/core/src/metrics/entropy-interval.test.ts'] },
  'uncertainty_line.json': {
    usedIn: [NUMERIC],
    waitsFor: 'nothing planned: a model with both sum and length needs no score free of length',
  },
  'uqlm_calibration.json': { usedIn: [CALIBRATE] },
  'uqlm_cluster_entropy.json': { usedIn: [], waitsFor: 'probe: semantic entropy' },
  'uqlm_judge_parsing.json': { usedIn: [], waitsFor: 'probe: reading a judge' },
  'uqlm_p_true.json': { usedIn: [NUMERIC], waitsFor: 'probe: self-check' },
  'uqlm_similarity_shipped.json': { usedIn: [], waitsFor: 'probe: measures over several samples' },
  'uqlm_top_logprobs.json': { usedIn: [METRICS] },
  'uqnlg_spectral.json': { usedIn: [], waitsFor: 'probe: measures over several samples' },
  'weighted_consistency.json': { usedIn: [NUMERIC], waitsFor: 'probe: measures over several samples' },
}
