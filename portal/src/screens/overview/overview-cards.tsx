/** The charts of the overview. */

import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Counted, Import, Overview } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { runAct } from '../../act/run-act.ts'
import { useMay } from '../../api/me.ts'
import { useSync } from '../../api/sync.ts'
import { Area, type BarLine, BarTable } from '../../look/charts.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { countdown, dayOf, isNever, relativeTime, Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { syncDevices } from '../devices/actions/sync-devices.tsx'

const { overview } = texts
/** The longest bars; what is left is one line. */
const shown = 8

export function OverviewCards({
  data,
  days,
  range,
}: {
  data: Overview
  days: number
  range: ReactNode
}): ReactNode {
  const { funnel, registered, failures, lastImports } = data
  return (
    <div className="cards">
      <section className="card">
        <div className="row wrap">
          <h2 className="grow">{overview.overTime}</h2>
          {range}
        </div>
        <Area values={totals(data)} label={overview.chart(registered, days)} />
        <div className="row quiet small">
          <span className="grow">{dayWords(data.byDay[0])}</span>
          <span>{dayWords(data.byDay.at(-1))}</span>
        </div>
      </section>
      <section className="card">
        <h2>{overview.funnel}</h2>
        <BarTable
          name={overview.funnel}
          all={funnel.registered}
          lines={[
            {
              key: 'registered',
              label: overview.steps.registered,
              count: funnel.registered,
              href: '/devices',
            },
            {
              key: 'assigned',
              label: overview.steps.assigned,
              count: funnel.assigned,
              href: '/devices?status.not=notAssigned',
            },
            { key: 'enrolled', label: overview.steps.enrolled, count: funnel.enrolled },
          ]}
        />
      </section>
      <Facet
        title={overview.byManufacturer}
        values={data.byManufacturer}
        all={registered}
        name="maker"
      />
      <Facet title={overview.byModel} values={data.byModel} all={registered} name="model" />
      <Facet title={overview.byTag} values={data.byTag} all={registered} name="tag" />
      {failures !== null && <Failures failures={failures} />}
      {lastImports !== null && <LastImports list={lastImports} />}
      <SyncCard />
    </div>
  )
}

/** How many were registered in all at the end of each day. */
function totals({ byDay, registered }: Overview): readonly number[] {
  const added = byDay.reduce((sum, { count }) => sum + count, 0)
  let total = registered - added
  return byDay.map(({ count }) => {
    total += count
    return total
  })
}

type FacetProps = {
  readonly title: string
  readonly values: readonly Counted[]
  readonly all: number
  readonly name: string
}

function Facet({ title, values, all, name }: FacetProps): ReactNode {
  const first = values.slice(0, shown)
  const rest = all - first.reduce((sum, { count }) => sum + count, 0)
  const lines: BarLine[] = first.map(({ value, count }) => ({
    key: value,
    label: value === '' ? (name === 'tag' ? overview.noTag : overview.unknown) : value,
    count,
    href: `/devices?${name}=${encodeURIComponent(value)}`,
  }))
  if (rest > 0) lines.push({ key: ' others', label: overview.others(rest), count: rest })
  return (
    <section className="card">
      <h2>{title}</h2>
      <BarTable name={title} lines={lines} all={all} />
    </section>
  )
}

function Failures({ failures }: { failures: NonNullable<Overview['failures']> }): ReactNode {
  const all = failures.reduce((sum, { count }) => sum + count, 0)
  return (
    <section className="card">
      <h2>{overview.failures}</h2>
      {all === 0 ? (
        <p className="quiet">{overview.noFailures}</p>
      ) : (
        <BarTable
          name={overview.failures}
          all={all}
          lines={failures.map(({ name, count }) => ({ key: name, label: name, count }))}
        />
      )}
    </section>
  )
}

function LastImports({ list }: { list: readonly Import[] }): ReactNode {
  return (
    <section className="card">
      <h2>{overview.lastImports}</h2>
      {list.length === 0 ? (
        <p className="quiet">{overview.noImports}</p>
      ) : (
        <ul className="plain stack">
          {list.map((each) => (
            <li key={each.importId}>
              <Link className="link" href={`/imports/${encodeURIComponent(each.importId)}`}>
                <OutsideText text={each.label ?? each.importId} />
              </Link>
              <div className="quiet small row">
                <span>{overview.importLine(each.rows, each.error)}</span>
                <OutsideText text={each.by} />
                <Time at={each.at} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function SyncCard(): ReactNode {
  const may = useMay()
  const sync = useSync(may('profiles.read'))
  const last = isNever(sync.lastAt) ? overview.never : overview.last(relativeTime(sync.lastAt ?? 0))
  const next = sync.waits > 0 ? overview.nextIn(countdown(sync.waits)) : overview.nextNow
  return (
    <section className="card">
      <h2>{overview.sync}</h2>
      <p>{sync.running ? overview.running : `${last} ${next}`}</p>
      {may('devices.sync') && (
        <Button
          size="small"
          disabled={sync.running || sync.waits > 0}
          onClick={() => runAct(syncDevices, { sync })}
        >
          {syncDevices.label({ sync })}
        </Button>
      )}
    </section>
  )
}

/** A day of the server's calendar, whatever the browser's clock says of its midnight. */
function dayWords(of: Overview['byDay'][number] | undefined): string {
  return of === undefined ? '' : dayOf(`${of.day}T12:00:00`)
}
