// Properties run from one seed, so that a run says the same twice; LOGITSCOPE_SEED=random (or a number) looks elsewhere.
import fc from 'fast-check'

const DEFAULT_SEED = 20_261_123
const given = process.env['LOGITSCOPE_SEED']
fc.configureGlobal({ seed: given === 'random' ? Date.now() & 0x7fffffff : given === undefined ? DEFAULT_SEED : Number(given) })
