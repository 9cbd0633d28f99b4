/** Is all well, and what waits for me: every number leads to exactly its list. */
import { Button } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Overview } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { admin, ask } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { copyText } from '../../look/clipboard.ts'
import { Page } from '../../look/page.tsx'
import { Bones, Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { clockTime } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'
import { OverviewCards } from './overview-cards.tsx'

const { overview, common } = texts

export function OverviewScreen(): ReactNode {
  const may = useMay()
  return may('devices.read') ? <Content /> : <NoPermission />
}

function Content(): ReactNode {
  const [days, setDays] = useState(30)
  const query = useQuery({
    queryKey: ['overview', days],
    queryFn: ({ signal }) => ask<Overview>(`${admin}/overview?days=${days}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return (
    <Page
      title={overview.title}
      aside={
        <>
          <span className="grow" />
          {query.data !== undefined && (
            <span className="quiet small">{overview.asOf(clockTime(query.data.asOf))}</span>
          )}
          <Button
            appearance="subtle"
            icon={<ArrowClockwise20Regular />}
            aria-label={common.refresh}
            title={common.refresh}
            onClick={() => void query.refetch()}
          />
        </>
      }
    >
      <Loaded query={query} bones={<Bones lines={12} />}>
        {(data) =>
          data.registered === 0 ? (
            <NoDevices />
          ) : (
            <>
              <Tiles data={data} days={days} />
              <OverviewCards
                data={data}
                days={days}
                range={<Range days={days} onDays={setDays} />}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

/** What leads to a page that the person may not see is left out. */
function Tiles({ data, days }: { data: Overview; days: number }): ReactNode {
  const { conflictsOpen } = data
  const failed = data.failures?.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="tiles">
      <Tile href="/devices" label={overview.registered} count={data.registered} />
      <Tile
        href="/devices?status=notAssigned"
        label={overview.withoutProfile}
        count={data.funnel.registered - data.funnel.assigned}
      />
      {conflictsOpen !== null && (
        <Tile href="/conflicts" label={overview.toDecide} count={conflictsOpen} />
      )}
      {failed !== undefined && (
        <Tile href="/imports" label={overview.failed(days)} count={failed} />
      )}
      <Tile
        href="/devices?provisional=7"
        label={overview.provisional}
        count={data.provisionalEndingSoon}
        title={overview.provisionalMeans}
      />
    </div>
  )
}

type TileProps = {
  readonly href: string
  readonly label: string
  readonly count: number
  readonly title?: string
}

function Tile({ href, label, count, title }: TileProps): ReactNode {
  return (
    <Link href={href} className="tile" {...(title !== undefined && { title })}>
      <span>{label}</span> <strong>{number(count)}</strong>
    </Link>
  )
}

function Range({ days, onDays }: { days: number; onDays: (days: number) => void }): ReactNode {
  return (
    <Tabs
      label={overview.range}
      of={overview.ranges.map((range) => [range.days, range.label])}
      chosen={days}
      onChoose={onDays}
    />
  )
}

function NoDevices(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  return (
    <>
      <Empty picture="devices" title={overview.emptyTitle} text={overview.emptyText}>
        {may('devices.import') && (
          <Button appearance="primary" onClick={() => navigate('/import')}>
            {texts.deviceList.importDevices}
          </Button>
        )}
      </Empty>
      <p className="row centre wrap">
        {overview.terminal} <code className="code">{overview.command}</code>
        <Button size="small" onClick={() => void copyText(overview.command)}>
          {common.copy}
        </Button>
      </p>
    </>
  )
}
