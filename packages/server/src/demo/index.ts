export { loadDemoRecordings, questionOf, type DemoRecording } from './recordings.ts'
export { startDemoUpstream, type DemoUpstream } from './upstream.ts'
export { startDemo, type DemoOptions, type RunningDemo } from './start-demo.ts'
