import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HeatmapResult, HistogramResult, Series, StoreHealth, TokenStatistics } from '@logitscope/core'
import { onLive } from '../api/live.ts'
import { withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { Heatmap } from '../charts/heatmap.tsx'
import { Histogram } from '../charts/histogram.tsx'
import { words } from '../i18n/current.ts'
import { answersLink, definite, storedSpan, tick, timeRange } from '../state/filters.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { Card } from '../ui/card.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { NothingHere } from '../ui/nothing-here.tsx'
import { EmptyNote, FailureNote, Waiting } from '../ui/states.tsx'
import { HealthCard } from './overview/health-card.tsx'
import { LowTokens } from './overview/low-tokens.tsx'
import { SeriesCharts } from './overview/series-charts.tsx'
import { Tiles } from './overview/tiles.tsx'
import { TiersCard, VerdictsCard } from './overview/counts.tsx'

/** New answers move the page's clock at most that often: each move asks for all statistics again. */
const REFRESH_MS = 2_000

function useFreshness(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onLive((events) => {
      if (timer !== undefined || events.every((event) => event.kind === 'alert-changed')) return
      timer = setTimeout(() => {
        timer = undefined
        if (!document.hidden) tick()
      }, REFRESH_MS)
    })
    const idle = setInterval(() => {
      if (!document.hidden) tick()
    }, 60_000)
    return () => {
      stop()
      clearTimeout(timer)
      clearInterval(idle)
    }
  }, [])
}

export function OverviewPage(): JSX.Element {
  useFreshness()
  const { overview, states } = words()
  const filter = filterToQuery(definite.value)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const series = useApi<Series>(withQuery('/stats/series', filter, { bucket: timeRange.value.bucket, tz: zone }))
  const histogram = useApi<HistogramResult>(withQuery('/stats/histogram', filter, { metric: 'metrics.avgLogprob' }))
  const heatmap = useApi<HeatmapResult>(withQuery('/stats/heatmap', filter))
  const tokens = useApi<TokenStatistics>(withQuery('/stats/tokens', filter, { limit: 24 }))
  const health = useApi<StoreHealth>('/health/store', timeRange.value.to)
  useEffect(() => {
    if (health.data !== null) rememberStoredSpan(health.data)
  }, [health.data])
  const link = (addition: Parameters<typeof answersLink>[0] = {}): string => answersLink(addition)
  const isEmpty = series.data !== null && series.data.total.count === 0
  const isStoreEmpty = isEmpty && health.data?.answers === 0 && health.data.measuredAt !== null
  return (
    <>
      <FilterBar />
      {series.data === null && series.failure !== null && <FailureNote failure={series.failure} retry={series.reload} />}
      {series.data === null && series.failure === null && <Waiting height="page" />}
      {isStoreEmpty && (
        <EmptyNote title={states.nothingStored}>
          <p class="quiet">{states.nothingStoredHint}</p>
          <a class="button" href="/setup">
            {words().pages.setup}
          </a>
        </EmptyNote>
      )}
      {isEmpty && !isStoreEmpty && <NothingHere />}
      {series.data !== null && !isEmpty && (
        <>
          <Tiles series={series.data} dropped={health.data?.dropped ?? {}} />
          <SeriesCharts series={series.data} />
          <div class="grid-two">
            <Card title={overview.heatmap} meaning={overview.heatmapMeaning}>
              {heatmap.data !== null ? (
                <Heatmap result={heatmap.data} link={link} />
              ) : heatmap.failure !== null ? (
                <FailureNote failure={heatmap.failure} retry={heatmap.reload} />
              ) : (
                <Waiting height="chart" />
              )}
            </Card>
            <Card title={overview.histogram} meaning={overview.histogramMeaning}>
              {histogram.data !== null ? (
                <Histogram
                  result={histogram.data}
                  title={overview.meanLogprob}
                  named={[-5, -3, -2, -1, -0.5, -0.2, -0.1, -0.05, -0.01]}
                  ends={['−∞', '0']}
                  link={link}
                />
              ) : histogram.failure !== null ? (
                <FailureNote failure={histogram.failure} retry={histogram.reload} />
              ) : (
                <Waiting height="chart" />
              )}
            </Card>
            <VerdictsCard total={series.data.total} />
            <LowTokens loaded={tokens} />
            <TiersCard total={series.data.total} />
            <HealthCard loaded={health} />
          </div>
        </>
      )}
    </>
  )
}

/** Tells the span of everything from the store's health once it is known. */
function rememberStoredSpan(health: { readonly oldest: number | null; readonly newest: number | null }): void {
  const { oldest, newest } = storedSpan.value
  if (oldest !== health.oldest || newest !== health.newest) storedSpan.value = { oldest: health.oldest, newest: health.newest }
}
