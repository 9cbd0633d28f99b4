import { counted, number } from './numbers.ts'

export const jobs = {
  empty: 'Nothing is running. Imports and bulk changes appear here.',
  older: 'Show older jobs',
  import: (label: string) => `Import ${label}`,
  by: (name: string) => `by ${name}`,
  progress: (done: number, all: number) => `${number(done)} of ${number(all)}`,
  failed: (n: number) => `${number(n)} failed`,
  already: (n: number) => `${number(n)} unchanged`,
  gone: (n: number) => `${number(n)} gone`,
  left: (seconds: number) => `about ${counted(seconds, 'second', 'seconds')} left`,
  undo: 'Undo',
  undoUntil: (day: string) => `Undo until ${day}`,
  undone:
    'The change is being undone. Devices that were changed again since keep their newer value.',
  notBegun: 'Canceled. Nothing had been changed yet.',
  cancel: 'Cancel',
  cancelled: 'Canceled. Completed changes stay.',
  downloadCsv: 'Download (CSV)',
  downloadJson: 'Download (JSON Lines)',
  states: {
    ready: 'Waiting',
    running: 'Running',
    done: 'Done',
    cancelled: 'Canceled',
  } as Readonly<Record<string, string>>,
  refusedRows: 'What failed',
  otherRows: (n: number) => `… and ${number(n)} more; the file has all of them.`,
} as const
