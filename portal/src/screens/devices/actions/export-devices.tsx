/** Exports of what is selected, or of all that match: a job whose file is downloaded when it is done. */
import { ArrowDownload20Regular } from '@fluentui/react-icons'
import type { JobRequest } from 'taxiway-autopilot/admin'
import type { Action } from '../../../act/action.ts'
import { notify } from '../../../act/notify.tsx'
import { startJob } from '../../../api/jobs.ts'
import { texts } from '../../../texts/texts.ts'
import { deviceColumns } from '../columns.tsx'
import type { Chosen, DevicesContext } from '../context.ts'

const { deviceActs } = texts
type Context = Pick<DevicesContext, 'chosen' | 'all' | 'columns' | 'open'>

export async function exportDevices(
  { selection, count }: Chosen,
  how: Pick<JobRequest, 'format' | 'columns'>,
): Promise<void> {
  await startJob({ kind: 'export-devices', selection, ...how })
  notify({ text: deviceActs.exporting(count), intent: 'info' })
}

const chosenOrAll = ({ chosen, all }: Context): Chosen => chosen ?? all

export const exportColumns: Action<Context> = {
  name: 'export-columns',
  label: () => deviceActs.exportColumns,
  icon: <ArrowDownload20Regular />,
  permission: 'devices.read',
  run: (context) =>
    exportDevices(chosenOrAll(context), { format: 'spreadsheet', columns: context.columns }),
}

export const exportAll: Action<Context> = {
  name: 'export-all',
  label: () => deviceActs.exportAll,
  permission: 'devices.read',
  run: (context) =>
    exportDevices(chosenOrAll(context), {
      format: 'spreadsheet',
      columns: deviceColumns.map(({ key }) => key),
    }),
}

export const exportJson: Action<Context> = {
  name: 'export-json',
  label: () => deviceActs.exportJson,
  permission: 'devices.read',
  run: (context) => exportDevices(chosenOrAll(context), { format: 'json' }),
}

export const exportHashes: Action<Context> = {
  name: 'export-hashes',
  label: () => deviceActs.exportHashes,
  permission: 'hashes.read',
  needsFresh: true,
  run: (context) => context.open({ kind: 'export-hashes', chosen: chosenOrAll(context) }),
}
