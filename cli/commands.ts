/**
 * Every client command, by name, with its summary for help and the module that implements it.
 *
 * A module is loaded only when its name is on the command line: that keeps `taxiway --help` and
 * the small offline commands as fast as if the large ones did not exist.
 */
import type { Command } from 'commander'

export type LazyCommand = {
  readonly name: string
  readonly summary: string
  /** `whole` gives the program with all commands, for those that describe the others. */
  readonly load: (whole: () => Promise<Command>) => Promise<Command>
}

export const clientCommands: readonly LazyCommand[] = [
  {
    name: 'import',
    summary: 'register the devices of CSV files and wait for the verdicts',
    load: async () => (await import('./import/import-command.ts')).importCommand(),
  },
  {
    name: 'devices',
    summary: 'list, explain, change, export and delete registered devices',
    load: async () => (await import('./devices/devices-command.ts')).devicesCommand(),
  },
  {
    name: 'explain',
    summary: 'explain a code that an import or a first boot ended with (offline)',
    load: async () => (await import('./explain/explain-command.ts')).explainCodeCommand(),
  },
  {
    name: 'doctor',
    summary: 'check this machine, a sign-in and its server, with hints',
    load: async () => (await import('./doctor/doctor-command.ts')).doctorCommand(),
  },
  {
    name: 'profiles',
    summary: 'write deployment profiles as files for existing devices',
    load: async () => (await import('./profiles/profiles-command.ts')).profilesCommand(),
  },
  {
    name: 'applications',
    summary: 'register applications, their secrets, certificates and consents',
    load: async () =>
      (await import('./applications/applications-command.ts')).applicationsCommand(),
  },
  {
    name: 'device',
    summary: 'boot simulated Windows devices against a server',
    load: async () => (await import('./device/device-command.ts')).deviceCommand(),
  },
  {
    name: 'omadm',
    summary: 'register devices by hashes that another management service relays',
    load: async () => (await import('./omadm/omadm-command.ts')).omadmCommand(),
  },
  {
    name: 'sync',
    summary: 'trigger the sync of Windows Autopilot devices and wait for it',
    load: async () => (await import('./sync/sync-command.ts')).syncCommand(),
  },
  {
    name: 'approvals',
    summary: 'decide as a second person about deletions, releases and wipes of many devices',
    load: async () => (await import('./approvals/approvals-command.ts')).approvalsCommand(),
  },
  {
    name: 'tenants',
    summary: 'cross-tenant disclosures and held rows (operators)',
    load: async () => (await import('./tenants/tenants-command.ts')).tenantsCommand(),
  },
  {
    name: 'people',
    summary: 'unlock users who cannot sign in (administrators)',
    load: async () => (await import('./people/people-command.ts')).peopleCommand(),
  },
  {
    name: 'conflicts',
    summary: 'decide whether an imported device is already registered',
    load: async () => (await import('./conflicts/conflicts-command.ts')).conflictsCommand(),
  },
  {
    name: 'disputes',
    summary: 'settle which tenant owns a device that has proved its TPM',
    load: async () => (await import('./disputes/disputes-command.ts')).disputesCommand(),
  },
  {
    name: 'enrollments',
    summary: 'devices in management, and tokens with which they enroll',
    load: async () => (await import('./enrollments/enrollments-command.ts')).enrollmentsCommand(),
  },
  {
    name: 'associate',
    summary: 'associate devices by the DeviceLinks in files, folders and archives',
    load: async () => (await import('./associations/associate-command.ts')).associateCommand(),
  },
  {
    name: 'associations',
    summary: 'list and remove devices that are associated by their DeviceLinks',
    load: async () =>
      (await import('./associations/associations-command.ts')).associationsCommand(),
  },
  {
    name: 'intake',
    summary: 'codes with which technicians hand in devices, and what they handed in',
    load: async () => (await import('./intake/intake-command.ts')).intakeCommand(),
  },
  {
    name: 'changes',
    summary: 'follow what happens to devices, from where the last run ended',
    load: async () => (await import('./changes/changes-command.ts')).changesCommand(),
  },
  {
    name: 'webhooks',
    summary: 'send events to your own address, signed',
    load: async () => (await import('./webhooks/webhooks-command.ts')).webhooksCommand(),
  },
  {
    name: 'partner',
    summary: 'register devices for customers as their partner; end consents',
    load: async () => (await import('./partner/partner-command.ts')).partnerCommand(),
  },
  {
    name: 'transfer',
    summary: 'give devices to another tenant, or take them over',
    load: async () => (await import('./transfers/transfer-command.ts')).transferCommand(),
  },
  {
    name: 'release',
    summary: 'verify release certificates',
    load: async () => (await import('./transfers/release-command.ts')).releaseCommand(),
  },
  {
    name: 'remove',
    summary: 'remove devices completely, in a documented order; undo it',
    load: async () => (await import('./remove/remove-command.ts')).removeCommand(),
  },
  {
    name: 'repair',
    summary: 'send devices to repair, compare what comes back, register it again',
    load: async () => (await import('./repair/repair-command.ts')).repairCommand(),
  },
  {
    name: 'evidence',
    summary: 'pack what a deregistration ticket needs',
    load: async () => (await import('./evidence/evidence-command.ts')).evidenceCommand(),
  },
  {
    name: 'hash',
    summary: 'decode, check, compare and make hardware hashes (offline)',
    load: async () => (await import('./hash/hash-command.ts')).hashCommand(),
  },
  {
    name: 'csv',
    summary: 'check, fix, merge, split and convert device CSV files (offline)',
    load: async () => (await import('./csv/csv-command.ts')).csvCommand(),
  },
  {
    name: 'collect',
    summary: 'extract device CSVs from diagnostics archives and exports (offline)',
    load: async () => (await import('./collect/collect-command.ts')).collectCommand(),
  },
  {
    name: 'intercept',
    summary: 'run programs with built-in Microsoft hosts against a Taxiway server',
    load: async () => (await import('./intercept/intercept-command.ts')).interceptCommand(),
  },
  {
    name: 'login',
    summary: 'sign in to a Taxiway server or a Microsoft tenant',
    load: async () => (await import('./sign-in/login-command.ts')).loginCommand(),
  },
  {
    name: 'logout',
    summary: 'forget a sign-in',
    load: async () => (await import('./sign-in/logout-command.ts')).logoutCommand(),
  },
  {
    name: 'context',
    summary: 'list the sign-ins and choose one',
    load: async () => (await import('./sign-in/context-command.ts')).contextCommand(),
  },
  {
    name: 'completion',
    summary: 'print a script with which a shell completes commands and options',
    load: async (whole) => (await import('./shell/completion-command.ts')).completionCommand(whole),
  },
  {
    name: 'manual',
    summary: 'print or write manual pages',
    load: async (whole) => (await import('./shell/manual-command.ts')).manualCommand(whole),
  },
]
