/** The list of all devices. */
import { Button } from '@fluentui/react-components'
import { ArrowDownload20Regular, Link20Regular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { ActionButtons } from '../../act/action-buttons.tsx'
import { notify } from '../../act/notify.tsx'
import { ApiError } from '../../api/api-error.ts'
import { countDevices, fetchDevices } from '../../api/devices.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { useSync } from '../../api/sync.ts'
import { usePagedRows } from '../../grid/paged-rows.ts'
import type { Rows } from '../../grid/rows.ts'
import { nothingSelected } from '../../grid/selection.ts'
import { copyText } from '../../look/clipboard.ts'
import { Page } from '../../look/page.tsx'
import { Empty, ErrorBar, NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { exportAll, exportColumns, exportHashes, exportJson } from './actions/export-devices.tsx'
import { importDevices } from './actions/import-devices.tsx'
import { refreshDevices } from './actions/refresh-devices.tsx'
import { syncDevices } from './actions/sync-devices.tsx'
import type { DevicesContext, OpenPane } from './context.ts'
import { DeviceGrid } from './device-grid.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useShownColumns } from './kept-columns.ts'
import { filterOf, isNarrowed } from './list-state.ts'
import { Panes } from './panes.tsx'
import { rememberOrder } from './remembered-order.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useChosen } from './use-chosen.ts'
import { useListState } from './use-list-state.ts'
import { ViewsMenu } from './views-menu.tsx'

const { deviceList, deviceActs } = texts
const acts = [importDevices, syncDevices, refreshDevices]
const exports = [exportColumns, exportAll, exportJson, exportHashes]

export function DevicesScreen(): ReactNode {
  const may = useMay()
  return may('devices.read') ? <DeviceList /> : <NoPermission />
}

function DeviceList(): ReactNode {
  const may = useMay()
  const [state, change] = useListState()
  const [, navigate] = useLocation()
  const [pane, setPane] = useState<OpenPane>()
  const sync = useSync(may('profiles.read'))
  const columns = useShownColumns(state.columns)
  const asked = { q: state.q, filter: filterOf(state), sort: state.sort }
  const rows = usePagedRows<Device>({
    queryKey: ['devices', 'list', asked],
    fetchPage: (skip, signal) => fetchDevices(asked, skip, signal),
  })
  const total = rows.total ?? 0
  const seen = useSeen(rows)
  const { selection, setSelection, chosen, all } = useChosen(asked, total, seen)
  useEffect(() => rememberOrder(location.search, seen), [seen])
  const context: DevicesContext = {
    state,
    total,
    chosen,
    all,
    columns,
    open: setPane,
    navigate,
    refresh: () => queryClient.invalidateQueries({ queryKey: ['devices'] }),
    sync,
  }

  if (rows.error instanceof ApiError && rows.error.status === 403 && rows.total === undefined)
    return <NoPermission message={rows.error.message} />
  const isEmpty = rows.total === 0 && !isNarrowed(state)
  return (
    <Page
      title={deviceList.title}
      aside={
        <div className="row">
          <ViewsMenu state={state} />
          <CopyLink />
        </div>
      }
      isFull
    >
      <ActionButtons
        name={deviceList.title}
        actions={acts}
        more={exports}
        moreLabel={deviceActs.export}
        moreIcon={<ArrowDownload20Regular />}
        context={context}
      />
      {rows.error !== null && (
        <ErrorBar error={rows.error} onRetry={() => void context.refresh()} />
      )}
      {isEmpty ? (
        <NoDevices context={context} />
      ) : (
        <>
          {chosen === undefined ? (
            <FilterBar state={state} onChange={change} />
          ) : (
            <SelectionBar context={context} onSelection={setSelection} />
          )}
          <DeviceGrid
            state={state}
            rows={rows}
            selection={selection}
            onSelection={setSelection}
            onChange={change}
            onEdit={(device) => may('devices.update') && setPane({ kind: 'edit-one', device })}
          />
          <Foot rows={rows} isNarrowed={isNarrowed(state)} />
        </>
      )}
      {pane !== undefined && (
        <Panes
          pane={pane}
          onClose={() => setPane(undefined)}
          onDeleted={() => setSelection(nothingSelected)}
        />
      )}
    </Page>
  )
}

/** The rows that were fetched; enough for examples, for copying, and for the next and previous of a device's page. */
function useSeen(rows: Rows<Device>): readonly Device[] {
  const seen: Device[] = []
  for (let index = 0; index < Math.min(rows.total ?? 0, 1_000); index++) {
    const row = rows.at(index)
    if (row !== undefined) seen.push(row)
  }
  return seen
}

function Foot({
  rows,
  isNarrowed: narrowed,
}: {
  rows: Rows<Device>
  isNarrowed: boolean
}): ReactNode {
  const whole = useQuery({
    queryKey: ['devices', 'count'],
    queryFn: ({ signal }) => countDevices(signal),
    enabled: narrowed,
  })
  return (
    <div className="grid-foot" role="status">
      {wordsOf(rows.total, narrowed ? whole.data : undefined)}
    </div>
  )
}

function wordsOf(total: number | undefined, whole: number | undefined): string {
  if (total === undefined) return texts.common.counting
  return whole === undefined ? deviceList.count(total) : deviceList.countOf(total, whole)
}

function CopyLink(): ReactNode {
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<Link20Regular />}
      onClick={() => {
        void copyText(location.href).then(() => notify({ text: deviceList.linkCopied }))
      }}
    >
      {deviceList.copyLink}
    </Button>
  )
}

function NoDevices({ context }: { context: DevicesContext }): ReactNode {
  const may = useMay()
  return (
    <Empty picture="devices" title={deviceList.emptyTitle} text={deviceList.emptyText}>
      {may('devices.import') && (
        <Button appearance="primary" onClick={() => context.navigate('/import')}>
          {deviceList.importDevices}
        </Button>
      )}
    </Empty>
  )
}
