/** Types that the modules of the SuiteApp share; nothing here is installed in NetSuite. */

declare function define<D extends unknown[], M>(dependencies: string[], factory: (...modules: D) => M): void;

/** Loads modules when they are needed; in server scripts the callback runs at once. */
declare function require<D extends unknown[]>(dependencies: string[], callback: (...modules: D) => void): void;

declare namespace Landbridge {
  /** The boxes that let saves from outside be sent. */
  type Box = 'soapCustomer' | 'soapProject' | 'soapUser' | 'restletCustomer' | 'restletProject' | 'restletUser';

  type SettingsMember =
    | 'serviceUrl'
    | 'account'
    | 'url'
    | 'databaseId'
    | 'realTime'
    | 'email'
    | 'includeLeads'
    | 'includeProspects'
    | 'recordTypes'
    | 'suiteSignOn'
    | Box;

  /** Fields of the settings record; boxes are booleans, all others texts. */
  type SettingsValues = Partial<Record<SettingsMember, import('N/record').FieldValue>>;

  /** What the service keeps about one record type; customers cover leads and prospects. */
  interface RecordTypeSettings {
    /** SuiteScript ids of body fields; a change of none of them is not sent. Without the list every change is. */
    monitored?: string[];
    /** Imported without an export mark. */
    unflagged?: boolean;
  }

  interface Settings {
    account: string;
    /** Base address of the service, without a slash at its end. */
    serviceUrl: string;
    databaseId: string;
    realTime: boolean;
    email: string;
    includeLeads: boolean;
    includeProspects: boolean;
    isTicked(box: Box): boolean;
    recordTypes: Record<string, RecordTypeSettings>;
    /** The SuiteSignOn record; empty where certificates are used. */
    suiteSignOn: string;
  }

  interface Save {
    account: string;
    recordType: string;
    internalId: string;
    event: string;
    context: string;
    user: string;
    /** After inline editing the edited fields alone. */
    newRecord: SavedRecord;
    /** Null for a new record. */
    oldRecord: SavedRecord | null;
  }

  type SavedRecord = Pick<import('N/record').Record, 'type' | 'getFields' | 'getValue'>;

  interface Claims {
    ver: string;
    app: string;
    iss: string;
    aud: string;
    iat: number;
    exp: number;
    jti: string;
    record_type: string;
    internal_id: string;
    event: string;
    context: string;
    user: string;
  }

  interface Answer {
    status: string;
    code: string;
    message: string;
  }

  interface ServiceAnswer extends Answer {
    httpStatus: number;
    accepted: boolean;
    refusedAlone: boolean;
  }

  interface CertificateUpload {
    name: string;
    /** PKCS#12 in base64. */
    file: string;
    password: string;
  }

  interface Deployment {
    id: string;
    scriptId: string;
    script: string;
    scriptName: string;
    recordType: string;
    /** Deployed, and its script is active: it runs. */
    deployed: boolean;
    scriptInactive: boolean;
    status: string;
    runAsRole: string;
    runAsRoleId: string;
    allRoles: boolean;
    eventType: string;
    apiVersion: string;
    bundle: string;
  }

  type Level = 'NONE' | 'VIEW' | 'CREATE' | 'EDIT' | 'FULL';

  interface IdsModule {
    BUILD: string;
    CERTIFICATE: string;
    ROLE: string;
    SETTINGS: string;
    FIELD: Readonly<Record<SettingsMember, string>>;
  }

  interface ContextsModule {
    /** Execution context to the beginning of its boxes' names; null where no box is asked for. */
    CONTEXTS: Readonly<Record<string, string | null>>;
  }

  interface RecordTypesModule {
    /** Whether a text is as the service writes it. */
    isRight(json: string): boolean;
    /** What a text says, whatever it is, of each type. */
    read(json: string): Record<string, RecordTypeSettings>;
  }

  interface SettingsModule {
    read(): Settings | null;
  }

  interface SettingsRecordModule {
    read(): { count: number; values: SettingsValues | null };
    /** Names of what was changed. */
    write(values: unknown): SettingsMember[];
  }

  interface StagesModule {
    /** The type whose settings hold for a record: customer for leads and prospects too. */
    recordOf(recordType: string): string;
    isWanted(recordType: string, settings: Settings): boolean;
    isOther(save: Save): boolean;
  }

  interface ExportFlagsModule {
    /** Ids of the check boxes of a type; none where it is imported without a mark. */
    of(recordType: string): string[];
    isOrWasMarked(save: Save): boolean;
  }

  interface StampModule {
    /** Whether a save writes when the record was imported last. */
    isWritten(save: Save): boolean;
  }

  interface MonitoredFieldsModule {
    haveChanged(save: Save, monitored: string[] | undefined): boolean;
  }

  interface BulkModule {
    isPart(save: Save, now: Date): boolean;
  }

  interface RulesModule {
    /** Decides without reading anything, so that other saves cost no units. */
    mayBeSent(save: Save): boolean;
    /** The box that a save from outside needs, null for a person's. */
    boxOf(save: Save): Box | null;
    /** What keeps a save back, null when it is sent. */
    whyNot(save: Save, settings: Settings): string | null;
  }

  interface SuiteSignOnModule {
    /** Throws what to do when nobody answers as expected. */
    call(id: string): void;
  }

  interface CertificateModule {
    find(): { scriptId: string; name: string } | null;
  }

  interface DeploymentsModule {
    list(): Deployment[];
  }

  interface PermissionsModule {
    CERTIFICATES: Readonly<Record<string, Level>>;
    SETUP: Readonly<Record<string, Level>>;
    /** Ids of those that the caller's role has not at their level. */
    lacking(needed: Readonly<Record<string, Level>>): string[];
  }

  interface RestletAnswerModule {
    InvalidRequest: new (message: string) => Error;
    /** The action's result, or the failure as data. */
    answer(title: string, action: () => object): object;
  }

  interface NoticeModule {
    claims(save: Save, settings: Settings, now: Date): Claims;
    /** The compact JWS. */
    sign(payload: Claims): string;
  }

  interface ServiceModule {
    post(base: string, token: string): ServiceAnswer;
  }

  interface StoreModule {
    get(key: string): string | null;
    put(key: string, value: string, seconds: number): void;
    remove(key: string): void;
  }

  interface CircuitModule {
    isOpen(settings: Settings): boolean;
    open(settings: Settings): void;
    close(): void;
  }

  interface ErrorMailModule {
    /** Whether a mail went out. */
    send(save: Save, settings: Settings, reason: string): boolean;
  }

  interface AnswersModule {
    keep(save: Save, answer: Answer): void;
    take(recordType: string, internalId: string, user: string): Answer | null;
  }

  interface VersionModule {
    VERSION: string;
    PROTOCOL: number;
  }
}
