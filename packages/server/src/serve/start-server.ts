import { getRequestListener } from '@hono/node-server'
import { STARTING_PROFILE, type AlertRule, type AnswerSummary } from '@logitscope/core'
import { randomBytes } from 'node:crypto'
import { accessProblem, createAccess } from '../access/authorize.ts'
import { createOriginCheck } from '../access/check-origin.ts'
import { runAlerts, type RunningAlerts } from '../alerts/run-alerts.ts'
import { troubleOf } from '../alerts/store-alerts.ts'
import type { ApiContext } from '../api/context.ts'
import { createApi } from '../api/create-api.ts'
import { alertRoutes } from '../api/routes/alerts.ts'
import { calibrationRoutes } from '../api/routes/calibration.ts'
import { driftRoutes } from '../api/routes/drift.ts'
import { reviewRoutes } from '../api/routes/review.ts'
import { createCalibration } from '../calibration/calibration.ts'
import { createReliability } from '../calibration/reliability.ts'
import type { ServerConfig } from '../config/types.ts'
import { answersBefore } from '../drift/missed-answers.ts'
import { runDrift } from '../drift/run-drift.ts'
import { createGateway } from '../gateway/index.ts'
import { createLiveHub } from '../live/hub.ts'
import { createApp } from './create-app.ts'
import { createHttpServer, type HttpLimits } from './create-http-server.ts'
import { callHook } from './call-hook.ts'
import { eraseAnswers } from './erase-answers.ts'
import { createRequestHandlers } from './handle-request.ts'
import { addressOf, listen } from './listen.ts'
import { createLogger, type Logger } from './logger.ts'
import { createMetrics } from './metrics.ts'
import { createProfileInUse } from './profile-in-use.ts'
import { openThreads } from './open-threads.ts'
import { readProfileFile } from './read-profile-file.ts'
import { runRetention } from './run-retention.ts'
import { createSetupContext } from './setup-context.ts'
import { StartError } from './start-error.ts'
import { createStaticPages, findAssets } from './static-assets.ts'
import { stopServer } from './stop-server.ts'
import { waitForStore } from './wait-for-store.ts'
import { createHealthWatch } from './watch-health.ts'

export interface StartOptions {
  /** URL of a module that exports `createAnalysisContext` (language detector, entity finder); loaded by the ingest worker. */
  readonly analysisModule?: string
  readonly version?: string
  /** The traffic is recorded: the pages say so. */
  readonly demo?: boolean
  readonly log?: Logger
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Folder of the built pages; `null`: none. Absent: where they usually are. */
  readonly assets?: string | null
  readonly now?: () => number
  /** Other limits than the usual ones for what clients may take their time with. */
  readonly http?: Partial<HttpLimits>
  /** Alert rules put where none were ever kept; default: the starting ones. */
  readonly firstRules?: readonly AlertRule[]
  /**
   * Called with answers once they are stored, imports included, in the order in which they were; each has its numbers, verdict and risk. For code
   * in the same process that acts on verdicts; elsewhere webhooks do. It is not waited for, and what it throws or rejects with is logged: it cannot
   * hold up or break the storing. An answer is handed over at most once.
   */
  readonly onAnswers?: (answers: readonly AnswerSummary[]) => void | Promise<void>
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:4600`. */
  readonly address: string
  readonly port: number
  /** Stops: not ready, waits for running answers, writes what waits. Calling it again waits for the same. */
  readonly close: () => Promise<void>
}

const MOST_EARLY = 10_000
const token = (): string => randomBytes(32).toString('base64url')

/**
 * Starts everything on one port: gateway, API, live feed, metrics, pages.
 *
 * @throws StartError in words for the person who started it: port taken, folder not writable, no key where one is needed, unusable profile.
 */
export async function startServer(config: ServerConfig, options: StartOptions = {}): Promise<RunningServer> {
  const { now = Date.now, version = '0.0.0' } = options
  const problem = accessProblem(config)
  if (problem !== null) throw new StartError(problem)
  const profile = config.profile === null ? null : await readProfileFile(config.profile)
  const log = options.log ?? createLogger(config.logLevel)
  const access = createAccess(config, { now, randomToken: token })
  const live = createLiveHub({ epoch: now().toString(36), now })
  let address = ''
  let port = config.port
  let stopping = false
  let areKeptThingsTaken = false
  let alerts: RunningAlerts | null = null
  /** Answers stored before the rules were read. */
  const early: AnswerSummary[] = []

  const threads = openThreads({
    config,
    profile,
    analysisModule: options.analysisModule ?? null,
    log,
    now,
    onStored(answers: readonly AnswerSummary[]) {
      for (const answer of answers) live.publish({ kind: 'answer-stored', answer })
      metrics.countAnswers(answers)
      if (alerts !== null) alerts.takeAnswers(answers)
      else if (early.length < MOST_EARLY) early.push(...answers)
      drift.takeAnswers(answers)
      void callHook(options.onAnswers, answers, warn)
    },
    onCondition(condition, detail) {
      log[condition === 'ok' || condition === 'opening' ? 'info' : 'warn']({ condition, detail }, 'the state of the store changed')
      watch.changed()
      inUse.refresh(true)
      alerts?.engine.lookAtStore().catch((error: unknown) => warn('the state of the store could not be put to the rules', error))
    },
  })
  const warn = (what: string, error: unknown): void => log.warn({ error: error instanceof Error ? error.message : String(error) }, what)
  const drift = runDrift({
    control: threads.control,
    stored: (until) => answersBefore(threads.writes(), until),
    async tell(finding) {
      if (alerts === null) return false
      await alerts.engine.takeDrift(finding)
      return true
    },
    onChange: () => inUse.refresh(),
    now,
    onError: warn,
  })
  const inUse = createProfileInUse(profile ?? STARTING_PROFILE, threads.ingest.useProfile, drift.suspended)
  const watch = createHealthWatch({
    condition: threads.ingest.condition,
    captures: threads.captures,
    capacityBytes: config.queueBytes,
    reads: threads.reads,
    publish: live.publish,
    isHeard: () => live.subscribers() > 0,
    now,
  })
  const gateway = createGateway({
    upstreams: config.upstreams,
    sink: threads.ingest.queue,
    guard: config.guard,
    defaultProject: config.defaultProject,
    verdictHeader: config.verdictHeader,
    verdictComment: config.verdictComment,
    clock: { now, monotonic: () => performance.now() },
    log,
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    profile: inUse.active,
  })
  const context: ApiContext = {
    reads: threads.reads,
    writes: threads.writes,
    control: threads.control,
    ingest: (body, encoding, imported) => threads.ingest.ingest(body, encoding, imported, config.defaultProject),
    reanalyze: { start: threads.ingest.startReanalysis, status: threads.ingest.reanalysis },
    erase: (who) => eraseAnswers({ traces: threads.writes, control: threads.control, live, drift }, who),
    profile: { fromFile: profile, use: inUse.use },
    live,
    publish: live.publish,
    health: watch.health,
    now,
  }
  const metrics = createMetrics({
    captures: threads.captures,
    gateway: gateway.counts,
    capacityBytes: config.queueBytes,
    alerts: () => alerts,
    drift: drift.counts,
  })
  const calibration = createCalibration({ data: config.data, control: threads.control, profile: inUse.active, now, onError: warn })
  const reliability = createReliability({ data: config.data, control: threads.control, profile: inUse.active })
  const onError = (error: unknown, route: string): void =>
    log.error({ route, error: error instanceof Error ? error.message : String(error) }, 'a request of the API failed')
  const app = createApp({
    api: createApi({
      context,
      setup: createSetupContext({
        config,
        version,
        demo: options.demo ?? false,
        address: () => address,
        port: () => port,
        ownKey: access.ownKey,
        now,
      }),
      access,
      version,
      more: [
        ...alertRoutes(context, () => alerts),
        ...reviewRoutes(context, Math.random),
        ...calibrationRoutes(calibration, reliability, inUse.suspended),
        ...driftRoutes(drift),
      ],
      onError,
    }),
    pages: await createStaticPages(options.assets === undefined ? findAssets() : options.assets),
    metrics: async () => ({ type: metrics.registry.contentType, text: await metrics.registry.metrics() }),
    scopesOf: (request) => access.scopesOf(request.headers),
    notReady: () => (stopping ? 'the server is stopping' : config.upstreams.length === 0 ? 'no upstream is configured' : null),
  })
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const handlers = createRequestHandlers({ gateway, access, checkOrigin: createOriginCheck(config), ours: listener })
  const server = createHttpServer(options.http)
  server.on('request', handlers.request)
  server.on('upgrade', handlers.upgrade)
  server.on('connect', handlers.connect)

  try {
    port = await listen(server, config.port, config.host)
    address = addressOf(config.host, port)
    await waitForStore(threads.ingest.opened)
    if (!['opening', 'unavailable'].includes(threads.ingest.condition().condition)) {
      await takeKeptThings()
    }
  } catch (error) {
    server.close()
    server.closeAllConnections()
    await Promise.all([gateway.close(), threads.close(0)])
    throw error
  }
  const started = startAlerts()
  const stopRetention = runRetention(config.retention, threads.writes, {
    now,
    onFailure: (error) => warn('old answers could not be deleted', error),
  })
  log.info({ address, upstreams: config.upstreams.map(({ name }) => name), content: config.content }, 'accepting connections')

  async function takeKeptThings(): Promise<void> {
    access.useStoredKeys(await threads.control().keys())
    const stored = profile === null ? await threads.control().activeProfile() : null
    if (stored !== null) inUse.beganWith(stored.profile, stored.createdAt)
    areKeptThingsTaken = true
  }

  /** The rules live in the store: they begin when it is open, which may be after the first answers were forwarded. */
  async function startAlerts(): Promise<void> {
    try {
      await threads.ingest.opened
      if (!areKeptThingsTaken) await takeKeptThings()
      alerts = await runAlerts({
        // Windows are read from rollups, in no time: the thread of the writer is good enough, and the reading one may rest.
        reads: threads.writes,
        control: threads.control,
        targets: config.webhooks,
        environment: options.environment ?? process.env,
        ...(options.firstRules === undefined ? {} : { firstRules: options.firstRules }),
        address: () => config.publicUrl ?? address,
        dropped: threads.dropped,
        store: () => troubleOf(threads.ingest.condition()),
        publish: live.publish,
        now,
        random: Math.random,
        onError: warn,
      })
      alerts.takeAnswers(early.splice(0))
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'alert rules are not evaluated')
    }
    // What was kept of the monitors is read, and alarms that were not told yet are.
    await drift.tick()
  }

  async function stopAlerts(): Promise<void> {
    await started
    await alerts?.stop()
  }

  let closed: Promise<void> | null = null
  return {
    address,
    port,
    close() {
      stopping = true
      closed ??= stopServer({
        server,
        gateway,
        threads,
        live,
        drainMs: config.drainMs,
        log,
        before: [stopRetention, watch.close, stopAlerts, calibration.close, reliability.close],
        last: [drift.stop],
      })
      return closed
    },
  }
}
