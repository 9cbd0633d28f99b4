import { maxDeviceNameLength } from 'taxiway-autopilot'
import { counted, devices, number } from './numbers.ts'

type Counts = {
  readonly asked: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
}

export const deviceList = {
  title: 'Windows Autopilot devices',
  search: 'Search serial, name, user, tag, model',
  views: 'Views',
  allDevices: 'All devices',
  saveView: 'Save this view…',
  deleteView: 'Delete this view',
  viewName: 'Name of the view',
  shareView: 'Visible to everyone here',
  sharedBy: (by: string) => `by ${by}`,
  viewSaved: 'The view was saved.',
  viewDeleted: 'The view was deleted.',
  count: (n: number) => devices(n),
  countOf: (n: number, all: number) => `${number(n)} of ${devices(all)}`,
  view: 'Columns',
  density: 'Row height',
  copyLink: 'Copy link',
  linkCopied: 'The link was copied.',
  emptyTitle: 'No devices yet',
  emptyText:
    'Import a CSV file, a folder or a ZIP archive. Nothing is sent before you have seen the contents.',
  importDevices: 'Import devices',
  noMatchTitle: 'No device matches',
  noMatch: 'Remove a filter, or shorten the search.',
  noSerial: 'No serial number',
  selected: (n: number) => `${devices(n)} selected`,
  selectAll: (n: number) => `Select all ${number(n)} that match`,
  clear: 'Clear',
  restore: 'Restore',
  selectionCleared: 'The selection was cleared, because the list has changed.',
  is: 'is',
  isNot: 'is not',
  without: 'Without',
  filter: 'Filter',
  filterValues: 'Search values',
  noValues: 'No values',
  chip: (field: string, values: string) => `${field}: ${values}`,
  removeFilter: (field: string) => `Remove the filter ${field}`,
  chooseColumns: 'Choose columns',
  compact: 'Compact',
  medium: 'Medium',
  roomy: 'Roomy',
  withinDays: (n: number) => `within ${counted(n, 'day', 'days')}`,
} as const

export const deviceFields = {
  serialNumber: 'Serial number',
  manufacturer: 'Manufacturer',
  model: 'Model',
  groupTag: 'Group tag',
  purchaseOrderIdentifier: 'Purchase order',
  profileStatus: 'Profile status',
  profileName: 'Assigned profile',
  profileAssignedDateTime: 'Date assigned',
  userPrincipalName: 'User',
  addressableUserName: 'User friendly name',
  displayName: 'Device name',
  enrollmentState: 'Enrollment state',
  lastContactedDateTime: 'Last contacted',
  registeredDateTime: 'Registered',
  provisionalUntilDateTime: 'Provisional until',
  claimLevel: 'Claim',
} as const

export const profileStatus: Readonly<Record<string, string>> = {
  notAssigned: 'Not assigned',
  pending: 'Assigning',
  assignedInSync: 'Assigned',
  assignedUnkownSyncState: 'Assigned',
  assignedOutOfSync: 'Assigned, not in sync',
  failed: 'Failed',
  unknown: 'Unknown',
}

export const enrollmentState: Readonly<Record<string, string>> = {
  notContacted: 'Not contacted',
  enrolled: 'Enrolled',
  failed: 'Failed',
  pendingReset: 'Waiting for reset',
  unknown: 'Unknown',
  blocked: 'Blocked',
}

export const deviceActs = {
  import: 'Import',
  sync: 'Sync',
  syncing: 'Syncing…',
  syncIn: (left: string) => `Sync (${left})`,
  synced: (ago: string, left: string) => `Synced ${ago}. Next possible in ${left}.`,
  syncStarted: 'Sync started.',
  refresh: 'Refresh',
  export: 'Export',
  exportColumns: 'These columns, for spreadsheets (CSV)',
  exportAll: 'All columns (CSV)',
  exportJson: 'JSON',
  exportHashes: 'Hashes, to import elsewhere (CSV)…',
  exportHashesWarning: 'This file identifies your devices. Anyone who has it can register them.',
  exporting: (n: number) => `Exporting ${devices(n)}. The file will be under Jobs.`,
  edit: 'Edit',
  assignUser: 'Assign user',
  unassignUser: 'Unassign user',
  unassigned: (n: number) => `${devices(n)} no longer ${n === 1 ? 'has' : 'have'} a user.`,
  delete: 'Delete',
  remove: 'Remove completely…',
  openRepair: 'Open a repair case',
  allowNext: 'Allow next enrollment',
  allowedNext: (n: number) => `${devices(n)} may enroll again.`,
  copySerials: 'Copy serial numbers',
  serialsCopied: (n: number) => `${counted(n, 'serial number', 'serial numbers')} copied.`,
  more: 'More actions',
  copyId: 'Copy id',
} as const

export const deviceEdit = {
  alreadySo: 'unchanged',
  titleOne: (serial: string) => (serial === '' ? 'Edit device' : `Edit ${serial}`),
  titleMany: (n: number) => `Edit ${devices(n)}`,
  nameLength: (n: number) => `${n} of ${counted(maxDeviceNameLength, 'character', 'characters')}`,
  nameFault: (reason: string) => `The name ${reason}.`,
  nameOnPremises: 'Ignored for devices that join on premises.',
  tagNew: 'This tag is new.',
  tagKnown: (n: number) => `${devices(n)} ${n === 1 ? 'has' : 'have'} this tag.`,
  tagFault: (reason: string) => `The tag ${reason}.`,
  userHint: 'Search by name or work address.',
  userUnknown: 'No user here has this name. A wrong user can lock the device at first boot.',
  saved: (serial: string) => (serial === '' ? 'The device was changed.' : `${serial} was changed.`),
  leave: 'Leave unchanged',
  replace: 'Replace with',
  prepend: 'Prepend',
  append: 'Append',
  clear: 'Remove',
  fieldAndWay: (field: string, way: string) => `${field}: ${way}`,
  how: (field: string) => `What to do with: ${field}`,
  template: 'Name template',
  templateHint: '%SERIAL% stands for the serial number, %RAND:4% for four random digits.',
  examples: (names: string) => `Such as ${names}`,
  preview: 'Preview',
  previewing: 'Checking what would change…',
  summary: ({ asked, changed, unchanged, refused }: Counts) =>
    `${devices(asked)}: ${number(changed)} to change, ${number(unchanged)} unchanged, ${number(refused)} not permitted`,
  change: (n: number) => `Change ${devices(n)}`,
  backToForm: 'Back',
  nothing: 'Nothing would change.',
  countChanged: (n: number) =>
    `The list has changed: ${devices(n)} ${n === 1 ? 'matches' : 'match'} now. Check the preview again.`,
  started: (n: number) => `Changing ${devices(n)}. See Jobs; you can undo it for 30 days.`,
  old: 'Now',
  new: 'After',
  reason: 'Why not',
} as const

export const deviceDelete = {
  title: (n: number) => `Delete ${devices(n)}?`,
  what: 'What happens',
  whatText:
    'They are no longer registered here; at their next first boot they set up as private devices. Their Entra objects are removed with them. Managed devices stay managed until you retire them.',
  stays: 'What stays',
  staysText:
    'The audit trail and, unless you release the devices, everything needed to restore them for 30 days.',
  act: 'Afterwards',
  reserve:
    'Keep them reserved for 30 days: they can be restored, and nobody else can register them.',
  release: 'Release them: their next owners can register them at once, and nothing restores them.',
  more: (n: number) => `and ${counted(n, 'other', 'others')}`,
  downloadList: 'Download the list (CSV)',
  typeToDelete: (text: string) => `Type ${text} to delete.`,
  delete: (n: number) => `Delete ${devices(n)}`,
  deleted: (n: number) => `${devices(n)} deleted.`,
  started: (n: number) => `Deleting ${devices(n)}. See Jobs.`,
} as const
