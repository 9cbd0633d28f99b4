import { counted } from './numbers.ts'

export const nav = {
  label: 'Main',
  overview: 'Overview',
  devices: 'Devices',
  import: 'Import',
  imports: 'Imports',
  profiles: 'Profiles',
  groups: 'Groups',
  conflicts: 'To decide',
  disputes: 'Disputes',
  identifiers: 'Corporate identifiers',
  associations: 'Associated devices',
  enrollments: 'Device management',
  intake: 'Intake',
  partners: 'Partners',
  customers: 'Customers',
  approvals: 'Approvals',
  deleted: 'Deleted devices',
  removals: 'Removal plans',
  repairs: 'Repairs',
  transfers: 'Transfers',
  webhooks: 'Webhooks',
  access: 'Access',
  audit: 'Audit',
  bench: 'Hash bench',
  settings: 'Settings',
  me: 'My account',
  more: 'More',
} as const

export const shell = {
  skip: 'Skip to content',
  account: (name: string) => `Account of ${name}`,
  signOut: 'Sign out',
  jobs: 'Jobs',
  jobsRunning: (n: number) => `Jobs, ${counted(n, 'job', 'jobs')} running`,
  tags: (list: string) => `You see devices tagged ${list}.`,
  emulatorName: 'Emulator',
  emulator: (offset: string) => `Emulator: ${offset}`,
  clockAhead: (by: string) => `the clock is ${by} ahead.`,
  clockTrue: 'made for tests; its clock can be moved.',
  keysTitle: 'Keys',
  keysHint: 'Keys (?)',
} as const

export const keys = [
  { key: '/', does: 'Search' },
  { key: '?', does: 'This list' },
  { key: 'g d', does: 'Devices' },
  { key: 'g i', does: 'Imports' },
  { key: 'g o', does: 'Overview' },
  { key: 'i', does: 'Import devices' },
  { key: 'Esc', does: 'Close the topmost layer' },
  { key: 'F8', does: 'Go to the notices; Esc closes them' },
  { key: 'Arrows, Page, Home, End', does: 'Move through a list' },
  { key: 'Space, Shift+Space', does: 'Select a row, a range' },
  { key: 'Ctrl+A', does: 'Select all that match' },
  { key: 'Enter, F2', does: 'Open a row, edit it' },
  { key: 'Ctrl+C, Ctrl+Shift+C', does: 'Copy a cell, a row' },
  { key: 'Alt+← →, Ctrl+Alt+← →', does: 'On a column title: move the column, change its width' },
  {
    key: 'e, c, j, k, 1–5',
    does: 'On a device: edit, copy the serial number, next, previous, tabs',
  },
] as const

export const landing = {
  title: 'Sign in',
  domain: 'Work address or domain',
  next: 'Next',
  signIn: 'Sign in',
  about: (version: string) => `Taxiway is self-hosted device registration. Version ${version}.`,
  unknown: (tenant: string) => `No organization here is called ${tenant}.`,
  missing: 'Type your work address, such as ada@contoso.com, or its domain.',
  stopped: 'Sign-in was stopped. Try again.',
  clock: (minutes: number) =>
    `This browser’s clock is off by ${counted(minutes, 'minute', 'minutes')}; sign-in may fail.`,
  unreachable: 'Taxiway cannot be reached. Is the server running?',
  elsewhere: (publicUrl: string, here: string) =>
    `The public URL of this server is ${publicUrl}, and this page is at ${here}. Sign in there, or set TAXIWAY_PUBLIC_URL to the address that people use.`,
  bench: 'Inspect a hardware hash without signing in',
} as const
