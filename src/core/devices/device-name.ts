/** The names that administrators give to devices, and the templates of profiles that generate names. */
import { deviceNameFaults, nameTemplateFaults } from 'taxiway-autopilot'
import { DomainError } from '../errors.ts'

export function checkDeviceName(name: string): void {
  refuse(name, deviceNameFaults(name))
}

export function checkNameTemplate(template: string): void {
  refuse(template, nameTemplateFaults(template))
}

function refuse(name: string, [fault]: readonly string[]): void {
  if (fault === undefined) return
  throw new DomainError('request-invalid', `Invalid device name: '${name}' ${fault}.`)
}
