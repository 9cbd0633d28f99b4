/** `taxiway partner`: what partners do for their customers, and what customers let them. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { consentsCommand, revokeCommand } from './consent-commands.ts'
import { batchesCommand, customersCommand, statusCommand } from './list-commands.ts'
import { askCommand, requestsCommand, withdrawCommand } from './request-commands.ts'
import { uploadCommand } from './upload-command.ts'

export function partnerCommand(): Command {
  const command = new Command('partner').description(
    'For partners: customers, requests, uploads and what became of them. For customers: consents.',
  )
  for (const each of [
    customersCommand(),
    requestsCommand(),
    askCommand(),
    withdrawCommand(),
    uploadCommand(),
    batchesCommand(),
    statusCommand(),
    consentsCommand(),
    revokeCommand(),
  ])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway partner ask aerofleet.test': 'a link for a Global Administrator of the customer',
    'taxiway partner upload aerofleet.test devices.csv --batch "Autumn intake"':
      'register the devices of a file, and wait',
    'taxiway partner consents': 'what your own partners may do, as their customer',
  })
}
