export type * from './types.ts'
export { configJsonSchema, type Setting } from './schema.ts'
export { TEXT_SETTINGS, type TextSetting } from './environment.ts'
export { loadConfig, type ConfigIssue, type ConfigSources, type LoadedConfig, type Origin } from './load-config.ts'
