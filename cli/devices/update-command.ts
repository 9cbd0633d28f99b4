/** `taxiway devices update`, `assign-user` and `unassign-user`: what an administrator changes about devices. */

import { Command } from 'commander'
import { maxDeviceNameLength, maxGroupTagLength } from 'taxiway-autopilot'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import type { ChangeRequest } from './change/change-request.ts'
import { refuseDoubtful } from './change/doubtful-values.ts'
import { type ChangeOptions, changeRequestsOf, withChangeOptions } from './change/options.ts'
import { planChange } from './change/plan.ts'
import { runChanges } from './change/run.ts'
import { sendCalls } from './change/send-calls.ts'

const properties = ['groupTag', 'displayName', 'userPrincipalName', 'addressableUserName'] as const

type UpdateOptions = ChangeOptions & {
  readonly groupTag?: string
  readonly name?: string
  readonly user?: string
  readonly addressableName?: string
}

export function updateCommand(): Command {
  const command = withChangeOptions(new Command('update'))
    .description(
      'Change group tag, name or user of one device, or of the devices in a file. An empty value clears.\n' +
        'In a file, an empty cell changes nothing. Devices that already have these values are skipped.',
    )
    .argument('[device]', 'serial number or id')
    .option('--group-tag <tag>', `at most ${maxGroupTagLength} characters`)
    .option(
      '--name <name>',
      `at most ${maxDeviceNameLength} letters, digits and hyphens, not all digits`,
    )
    .option('--user <upn>', 'the assigned user')
    .option(
      '--addressable-name <text>',
      'the name that greets the user (default: the user principal name)',
    )
    .option('--clear-empty', 'clear the value where a cell of the file is empty')
    .action(async (device: string | undefined, options: UpdateOptions) => {
      const changes = changesOf(options)
      if (device !== undefined && Object.keys(changes).length === 0) {
        throw new CliError('Nothing to change was given.', {
          hint: 'See: taxiway devices update --help',
        })
      }
      const given = { names: device === undefined ? [] : [device], changes }
      const how = { needs: [], takes: properties, options }
      await change(await changeRequestsOf(given, how, command), options, command)
    })
  return withExamples(command, {
    'taxiway devices update PF3ABCDE --group-tag Kiosk': 'one device',
    'taxiway devices update --from tags.csv --dry-run': 'what a file would change',
    'taxiway devices update --from tags.csv --yes': 'without confirmation, for scripts',
  })
}

export function assignUserCommand(): Command {
  const command = withChangeOptions(new Command('assign-user'))
    .description('Assign a user to one device, or users to the devices in a file.')
    .argument('[device]', 'serial number or id')
    .argument('[user]', 'user principal name')
    .option(
      '--addressable-name <text>',
      'the name that greets the user (default: the user principal name)',
    )
    .action(
      async (device: string | undefined, user: string | undefined, options: UpdateOptions) => {
        if ((device === undefined) !== (user === undefined)) {
          throw new CliError('Name the device and its user.', {
            hint: 'See: taxiway devices assign-user --help',
          })
        }
        const given = {
          names: device === undefined ? [] : [device],
          changes: changesOf({ ...options, ...(user !== undefined && { user }) }),
        }
        const takes = ['userPrincipalName', 'addressableUserName'] as const
        const how = { needs: ['userPrincipalName'] as const, takes, options }
        await change(await changeRequestsOf(given, how, command), options, command)
      },
    )
  return withExamples(command, {
    'taxiway devices assign-user PF3ABCDE ada@contoso.com': 'one device',
    'taxiway devices assign-user --from users.csv': 'columns "Serial number" and "User"',
  })
}

export function unassignUserCommand(): Command {
  const command = withChangeOptions(new Command('unassign-user'))
    .description('Unassign the user from one device, or from the devices in a file.')
    .argument('[device]', 'serial number or id')
    .action(async (device: string | undefined, options: ChangeOptions) => {
      const given = { names: device === undefined ? [] : [device], changes: {} }
      const requests = await changeRequestsOf(given, { needs: [], takes: [], options }, command)
      const without = requests.map((request) => ({
        ...request,
        changes: { userPrincipalName: '' },
      }))
      await change(without, options, command)
    })
  return withExamples(command, {
    'taxiway devices unassign-user PF3ABCDE': 'one device',
    'taxiway devices unassign-user --from leavers.csv --yes': 'those in a file',
  })
}

function change(
  requests: readonly ChangeRequest[],
  options: ChangeOptions,
  command: Command,
): Promise<void> {
  const { from } = options
  return runChanges(
    {
      requests,
      options,
      verb: 'Change',
      ...(from !== undefined && { from, doubt: refuseDoubtful }),
      plan: planChange,
      act: sendCalls,
    },
    command,
  )
}

function changesOf({
  groupTag,
  name,
  user,
  addressableName,
}: UpdateOptions): ChangeRequest['changes'] {
  return {
    ...(groupTag !== undefined && { groupTag }),
    ...(name !== undefined && { displayName: name }),
    ...(user !== undefined && { userPrincipalName: user }),
    ...(addressableName !== undefined && { addressableUserName: addressableName }),
  }
}
