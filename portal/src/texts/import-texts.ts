import { counted, devices, number } from './numbers.ts'

export const importing = {
  title: 'Import devices',
  steps: ['Choose', 'Check', 'Send', 'Result'],
  step: (n: number, name: string) => `${n} ${name}`,
  stepsLabel: 'Steps',
  drop: 'Drop CSV files, spreadsheets, folders or ZIP archives here',
  dropHint:
    'They are checked in this browser first. Nothing is sent until you confirm. You can also paste rows.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  reading: (n: number) => `Reading ${counted(n, 'file', 'files')}…`,
  kinds: {
    intune: 'Autopilot CSV',
    'partner-center': 'Partner Center CSV',
    'corporate-identifiers': 'Corporate identifiers',
    devicelink: 'DeviceLink',
    'configuration-manager': 'Configuration Manager export',
    'portal-export': 'Device list without hashes',
    unknown: 'Not recognized',
  } as Readonly<Record<string, string>>,
  facts: (encoding: string, rows: number) =>
    `${encoding.toUpperCase()} · ${counted(rows, 'row', 'rows')}`,
  codePage: 'First names in this file, and their encoding',
  codePageHint:
    'The file does not say how its letters are encoded. If these names are wrong, choose the line on which they are right.',
  /** Of findings whose remedy is another one on a command line. */
  fixes: {
    'encoding-damaged':
      'Choose the encoding above that makes the names right, save the file as UTF-8 where it came from, or type the value again.',
    'header-unknown': 'Use the expected header, or fix the issues here and check what was changed.',
    'serial-missing': 'Enter the serial number that the firmware reports.',
    'duplicate-device': 'Keep one of the two.',
  } as Readonly<Record<string, string>>,
  errors: (n: number) => counted(n, 'error', 'errors'),
  warnings: (n: number) => counted(n, 'warning', 'warnings'),
  clean: 'No findings',
  fixAll: (n: number) => `Fix ${counted(n, 'issue', 'issues')}`,
  fixed: (n: number) => `${counted(n, 'issue was', 'issues were')} fixed.`,
  unrepaired: (n: number) =>
    `${counted(n, 'row has', 'rows have')} a value that the strict form cannot hold, such as a comma or a letter outside ANSI. ${n === 1 ? 'It stays as it was read, and is' : 'They stay as they were read, and are'} not in the repaired file.`,
  notRepairable:
    'This file cannot be repaired here. Correct it where it was made, or use the command line.',
  undoFix: 'Undo the fix',
  changes: 'What was changed',
  findings: 'Findings',
  line: (n: number) => (n === 0 ? 'file' : `line ${number(n)}`),
  more: (n: number) => `${number(n)} more of the same`,
  remove: (name: string) => `Remove ${name}`,
  downloadRepaired: 'Download the repaired file',
  noHashes: 'This list has no hashes. Nothing can be registered with it.',
  otherKind: (kind: string) => `This file belongs elsewhere: ${kind}.`,
  openIdentifiers: 'Open Corporate identifiers',
  openAssociations: 'Open Associated devices',
  unknown: 'This file lists no devices.',
  mayHoldDevices:
    'This is not a table of devices. The server searches it for hardware hashes, tags and users. It registers and stores nothing.',
  needsServer: 'The server reads files of this kind. It registers and stores nothing.',
  sendToServer: 'Let the server read it',
  nothingFound: 'The server found no hardware hash in it.',
  zipTooBig: 'The archive is too large to read in a browser. Unpack it and choose the files.',
  groupTag: 'Group tag',
  user: 'User',
  asInFile: 'as in the file',
  importRows: (n: number) => `Import ${devices(n)}`,
  staysOut: (n: number) => `${counted(n, 'row is', 'rows are')} left out.`,
  downloadRest: 'Download what is left out',
  nothingToSend: 'Nothing here can be registered yet.',
  sending: (sent: number, all: number) => `Sending ${number(sent)} of ${number(all)} rows…`,
  keepOpen: (left: number) =>
    `Keep this tab open for a moment: ${counted(left, 'row is', 'rows are')} still to be sent.`,
  waiting:
    'The server cannot be reached. Sending continues by itself when it answers; no row is sent twice.',
  stop: 'Stop sending',
  stopping: 'Stopping after the rows that are on their way…',
  sentAll: (n: number) => `${counted(n, 'row was', 'rows were')} sent.`,
  seeResult: 'See the result',
  /** Of a label that the server takes, which is no longer than 256 characters. */
  part: (label: string, n: number, all: number) => {
    const end = all === 1 ? '' : `, part ${number(n)} of ${number(all)}`
    return `${label.slice(0, 256 - end.length)}${end}`
  },
  left: (rows: number) => `${counted(rows, 'row was', 'rows were')} not sent yet:`,
  elsewhere:
    'Another tab of this browser is sending rows. What it cannot send is offered here afterwards.',
  sendLeft: (rows: number) => `Send ${counted(rows, 'row', 'rows')}`,
  forgetLeft: 'Discard them',
  label: (first: string, others: number) =>
    others === 0 ? first : `${first} and ${number(others)} more`,
  doubtful: 'Something in this file may be lost. Its rows are not sent until you have decided:',
  accept: 'Import it as it was read',
  accepted: 'You decided to import this file as it was read:',
  unaccept: 'Decide again',
  restColumns: { file: 'File', line: 'Line', serial: 'Serial number', why: 'Why' },
  namesake: (name: string) =>
    `Another file here is named ${name} too, with other content. If this is a newer version of it, remove the other one.`,
  tooBig: (mib: number) =>
    `Files can have up to ${number(mib)} MiB here. Use the command line for larger ones.`,
} as const

export const imports = {
  title: 'Imports',
  empty: 'Nothing was imported yet',
  emptyText: 'Imports stay here, with sender and result.',
  columns: {
    label: 'Name',
    by: 'By',
    at: 'When',
    rows: 'Rows',
    complete: 'Registered',
    error: 'Failed',
    undecided: 'Waiting',
  },
  one: (label: string) => label,
  running: (n: number) => `${counted(n, 'row is', 'rows are')} still being decided.`,
  close: 'You can close this page. The import continues; see Imports.',
  result: (complete: number, error: number) =>
    error === 0
      ? `${number(complete)} registered.`
      : `${number(complete)} registered · ${number(error)} failed.`,
  all: 'All rows',
  failedOnly: 'Failed',
  rows: {
    file: 'File',
    line: 'Line',
    serial: 'Serial number',
    state: 'Result',
    meaning: 'What it means',
    decide: 'Decide it',
    next: 'What to do',
  },
  warned: (n: number) =>
    `${counted(n, 'row names', 'rows name')} a user who may not be able to use the device.`,
  states: { undecided: 'Waiting', complete: 'Registered', error: 'Failed' } as Readonly<
    Record<string, string>
  >,
  retry: (n: number) => `Retry these ${number(n)}`,
  retried: 'They are being retried.',
  download: 'Download failed rows (CSV)',
  receipt: 'Download receipt (JSON)',
  toDevice: 'Open the device',
  newer: 'Start another import',
  print: 'Print',
} as const
