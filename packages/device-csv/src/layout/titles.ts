/** Which column a title names: every spelling seen from tools, vendors and translated spreadsheets. */
import { type Column, columns } from '../row.ts'

const aliases: Readonly<Record<Column, string>> = {
  serialNumber: `deviceserialnumber serialnumber serial serialno serialnr biosserialnumber biosserial serialnumber0
    servicetag systemserialnumber systemserial seriennummer geraeteseriennummer gerateseriennummer serienummer
    numerodeserie nodeserie numeroserie numerodiserie numerdeserie numerseryjny serijskibroj sn
    numerodeseriedodispositivo numerodiseriedeldispositivo numerodeseriedeldispositivo serienummerapparaat
    numerseryjnyurządzenia enhetensserienummer enhedensserienummer laitteensarjanumero sériovéčíslozařízení
    sériovéčíslo eszközsorozatszáma sorozatszám cihazserinumarası serinumarası serinumarasi серийныйномер серийныйномерустройства シリアル番号
    デバイスのシリアル番号 序列号 设备序列号 序號 裝置序號 일련번호 장치일련번호 sériovéčíslozariadenia výrobníčíslo
    serijskibrojuređaja serijskaštevilka serijskaštevilkanaprave серијскиброј серійнийномер серійнийномерпристрою
    сериенномер сериенномернаустройството număruldeserie numărdeserie numărdeseriedispozitiv gyáriszám sarjanumero
    numerodeseriedeldispositiu serijosnumeris įrenginioserijosnumeris sērijasnumurs ierīcessērijasnumurs seerianumber
    seadmeseerianumber nomorseri nomorseriperangkat matricola seriennr serienr serino nrseryjny enhetsserienummer
    σειριακόςαριθμός σειριακόςαριθμόςσυσκευής シリアルナンバー 製造番号 シリアルno 시리얼번호 시리얼넘버`,
  productKey: `windowsproductid productid productkey productkeyid pkid windowsproductid0 productid0 windowsproduktid
    produktid iddeproduitwindows iddeproductodewindows idprodottowindows iddoprodutodowindows
    идпродуктаwindows идентификаторпродуктаwindows windowsプロダクトid windowsproduktid identyfikatorproduktuwindows
    windows产品id windows產品識別碼 windows제품id`,
  hardwareHash: `hardwarehash devicehardwaredata devicehardwaredata0 hardwarehash0 hash devicehash hwhash hardwareid
    hardwareidentifier autopilothash autopilothardwarehash hwid 4khardwarehash 4khash hardwarehash4k hardwaredata
    hachagemateriel hachagedumateriel hashdehardware hashhardware hashsprzetu hashdelhardware hashdohardware
    skrótsprzętu skrótsprzętowy maskinvaruhash maskinvarehash hardwarovyhash hodnotahashhardwaru
    hardverkivonat donanımkarması хэшоборудования хешоборудования ハードウェアハッシュ 硬件哈希 硬件哈希值 硬體雜湊
    하드웨어해시`,
  groupTag: `grouptag orderid tag ordertag orderidentifier autopilotgrouptag gruppentag gruppenkennzeichen gruppentag
    groepstag groepslabel etiquettedegroupe balisedegroupe etiquetadegrupo tagdelgruppo tagdigruppo tagdegrupo
    marcadegrupo znacznikgrupy taggruppo marcadogrupo tagdogrupo etiquetadogrupo taggrupy grupptagg gruppekode gruppenkennung gruppentagg
    gruppemærke gruppetag ryhmätunniste značkaskupiny csoportcímke grupetiketi теггруппы グループタグ 组标记 组标签 群組標記 그룹태그
    タグ 태그 标签 標籤 群組標籤 oznakagrupe oznakaskupine ознакагрупе теггрупи етикетнагрупа етикетнагрупата etichetădegrup etichetăgrup
    etiquetadegrup grupėsžyma grupasatzīme grupastags rühmasilt taggrup ετικέταομάδας תגקבוצה علامةالمجموعة แท็กกลุ่ม
    thẻnhóm`,
  assignedUser: `assigneduser userprincipalname upn user assigneduserprincipalname assigneduserupn primaryuser
    primaryuserupn benutzer zugewiesenerbenutzer benutzerprinzipalname utilisateuraffecte utilisateurassigne
    utilisateurattribue utilizadoratribuido utilizadoratribuído zugeordneterbenutzer hauptbenutzer primarerbenutzer
    utilisateurprincipal usuarioprincipal utenteprincipale primairegebruiker    usuarioasignado usuarioatribuido utenteassegnato toegewezengebruiker przypisanyuzytkownik
    tilldeladanvändare tildeltbruger tildeltbruker määritettykäyttäjä
    dodijeljenikorisnik dodeljeniuporabnik додељеникорисник призначенийкористувач присвоенпотребител назначенпотребител
    utilizatoratribuit utilizatoralocat usuariassignat priskirtasvartotojas piešķirtaislietotājs määratudkasutaja
    εκχωρημένοςχρήστης משתמשמוקצה المستخدمالمعين ผู้ใช้ที่กำหนด ngườidùngđượcgán tilordnetbruker priradenýpoužívateľ
    割り当て済みのユーザー přiřazenýuživatel hozzárendeltfelhasználó atanankullanıcı назначенныйпользователь 割り当てられたユーザー
    割り当て済みユーザー 分配的用户 已分配用户 指派的使用者 할당된사용자`,
  manufacturer: `manufacturername manufacturer oemmanufacturername devicemanufacturer oem make manufacturer0 vendor
    hersteller herstellername fabricant nomdufabricant fabricante fabrikant produttore producent`,
  model: `devicemodel model modelname model0 modell gerätemodell geratemodell geraetemodell modele modeledappareil
    modelo modello`,
  deviceName: `devicename assignedcomputername computername displayname name name0 netbiosname0 machinename hostname
    pcname geratename geraetename computername0 nomdelappareil nombredeldispositivo`,
  deviceLink: 'devicelink devicelinkblob devicelinkjwt devicelinkjwtcompressed',
}

const meanings = new Map(
  columns.flatMap((column) =>
    aliases[column].split(/\s+/).map((alias) => [plainTitle(alias), column] as const),
  ),
)

/** Every header contains at least one of these words, in one of the languages. */
export const titleWords =
  /s[eéêē]-?r[ií]|seryj|sarja|seeria|sorozat|výrobní|matricola|hash|hachage|skrót|karma|hardware|hwid|service ?tag|product|manufacturer|hersteller|сер[иі]|х[эе]ш|σειρ|κατακερμ|סידורי|تسلسل|ซีเรียล|シリアル|ハッシュ|序列|序號|哈希|雜湊|일련|해시/i

/** Titles are compared without case, accents, spaces and punctuation; the exact spelling is checked afterwards. */
export function plainTitle(title: string): string {
  return title
    .replace(/^(?:â€œ|Ã¢â‚¬Å“|ï»¿)+/, '')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Undefined: no known spelling, or more than 80 characters. Case, blanks and accents do not matter. */
export function columnOfTitle(title: string): Column | undefined {
  if (title.length > 80) return undefined
  return meanings.get(plainTitle(title)) ?? (remarked.test(title) ? bareMeaning(title) : undefined)
}

/** A number before a title, in brackets behind it whether it may be empty, or the same title in a second language. */
const number = /^\s*\d{1,2}\s*[.):]\s*/
const remark =
  /\s*[([](?:optional(?:e[rs]?)?|required|mandatory|pflicht(?:feld)?|falls vorhanden|if any|facultati[fv]e?|obligatoire|op[ct]ional|obligatori[oa]|facoltativ[oa]|obbligatori[oa]|optioneel|verplicht|opcjonaln[aey]|wymagan[aey]|任意|必須|text|string|base64|upn)[)\]]\s*\*?\s*$/iu
const second = /\s+[/|–-]\s+/
/** What service desks put before the names of columns that are not their own. [observed: ServiceNow] */
const own = /^u_(?=\p{L})/iu
const remarked = new RegExp(
  `${number.source}|${remark.source}|${second.source}|${own.source}`,
  'iu',
)

/** Titles in two languages must mean the same. */
function bareMeaning(title: string): Column | undefined {
  const bare = title.replace(number, '').replace(remark, '').replace(own, '')
  const [first, ...others] = bare.split(second).map((each) => meanings.get(plainTitle(each)))
  return others.every((column) => column === first) ? first : undefined
}

const tagOrUser =
  /\btagg?s?\b|grup?p|group|groep|ryhm|csoport|skupin|групп|グループ|组|群組|그룹|user|benutzer|utilis|usuari|usuár|utent|gebruiker|användar|brug|bruker|käyttäj|uživatel|felhaszn|użytkown|uzytkown|kullan|пользоват|користув|потребит|korisni|uporabni|používat|vartotoj|lietotāj|kasutaja|pengguna|ομάδ|χρήστ|קבוצ|משתמש|مجموع|مستخدم|กลุ่ม|ผู้ใช้|nhóm|người dùng|žyma|atzīme|rühm|タグ|태그|标签|標籤|ユーザ|用户|使用者|사용자|upn|e-?mail|owner|assign/i

/** A column that this kind of file lacks but whose title suggests a group tag or a user. */
export function mayBeTagOrUser(title: string): boolean {
  return (
    tagOrUser.test(title) &&
    !/asset|service ?tag|workgroup|resource ?group|device group type/i.test(title)
  )
}

/** A sentence such as `Please add these with the tag Sales`. */
export const mentionsTag = (text: string): boolean =>
  /\bgroup[ _-]?tag|\bgruppentag|\bwith (?:the )?tag\b/i.test(text)
