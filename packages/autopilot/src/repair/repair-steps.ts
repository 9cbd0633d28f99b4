/** The steps of repairs, in words. [documented: Microsoft, "Motherboard replacement scenario guidance"] */

export const repairSteps = {
  deregister:
    'Park the registration (in Microsoft’s service: delete it) before the device is shipped.',
  deregisterDonor:
    'Delete and release the registration of the device that the part comes from, and never register that device again.',
  replaceBoard: 'The technician replaces the board.',
  repairKey: 'The new board has a repair product key (RDPK) in its firmware.',
  writeFirmware:
    'The technician writes serial number, manufacturer, model and UUID of the old board into the new firmware.',
  access: 'The technician reimages the device, or signs in to it.',
  replaceParts: 'The technician replaces the other parts, such as disk and wireless card.',
  keyInImage: 'The technician writes the product key into the image.',
  capture: 'The technician captures a new hardware hash.',
  register:
    'Register the device again by that hash; manufacturer, model and serial number find nothing.',
  reset: 'The technician resets the device to OOBE.',
  firstBoot: 'The device goes back, and its person goes through OOBE.',
} as const
export type RepairStep = keyof typeof repairSteps
