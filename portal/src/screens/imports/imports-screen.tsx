/** All imports, the newest first. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useMemo } from 'react'
import type { Import } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { useImports } from '../../api/imports.ts'
import { useMay } from '../../api/me.ts'
import type { Column } from '../../grid/column.ts'
import { DataGrid } from '../../grid/data-grid.tsx'
import { rowsOf } from '../../grid/rows.ts'
import { ActorName } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { useNarrow } from '../../look/use-narrow.ts'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { imports, deviceList } = texts

const columns: readonly Column<Import>[] = [
  {
    key: 'label',
    title: imports.columns.label,
    width: 280,
    phone: true,
    grows: true,
    cell: (row) => (
      <Link className="link" href={addressOf(row)} tabIndex={-1}>
        <OutsideText text={row.label ?? row.importId} />
      </Link>
    ),
    text: ({ label, importId }) => label ?? importId,
  },
  {
    key: 'by',
    title: imports.columns.by,
    width: 220,
    cell: ({ by }) => <ActorName name={by} />,
    text: ({ by }) => by ?? '',
  },
  {
    key: 'at',
    title: imports.columns.at,
    width: 140,
    cell: ({ at }) => <Time at={at} />,
    text: ({ at }) => at,
  },
  count('rows', 90),
  count('complete', 110),
  { ...count('error', 90), phone: true },
  count('undecided', 90),
]

function count(key: 'rows' | 'complete' | 'error' | 'undecided', width: number): Column<Import> {
  return {
    key,
    title: imports.columns[key],
    width,
    isNumber: true,
    cell: (row) => number(row[key]),
    text: (row) => String(row[key]),
  }
}

function addressOf({ importId }: Import): string {
  return `/imports/${encodeURIComponent(importId)}`
}

export function ImportsScreen(): ReactNode {
  const may = useMay()
  return may('imports.read') ? <ImportList /> : <NoPermission />
}

function ImportList(): ReactNode {
  const query = useImports()
  const [, navigate] = useLocation()
  const isNarrow = useNarrow()
  const list = useMemo(() => query.data?.pages.flatMap(({ value }) => value), [query.data])
  return (
    <Page title={imports.title} isFull>
      <Loaded query={{ ...query, data: list }}>
        {(all) =>
          all.length === 0 ? (
            <Empty picture="plane" title={imports.empty} text={imports.emptyText}>
              <Button appearance="primary" onClick={() => navigate('/import')}>
                {deviceList.importDevices}
              </Button>
            </Empty>
          ) : (
            <DataGrid
              name={imports.title}
              columns={columns.filter(({ phone }) => !isNarrow || phone)}
              rows={{
                ...rowsOf(all),
                show: (_, last) => {
                  if (last >= all.length - 10 && query.hasNextPage) void query.fetchNextPage()
                },
              }}
              idOf={({ importId }) => importId}
              nameOf={({ label, importId }) => label ?? importId}
              onOpen={(row) => navigate(addressOf(row))}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
