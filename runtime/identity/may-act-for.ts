/** For whom a service may act, as its key says it. representing.ts follows these rules. */

export type MayActFor =
  /** Everybody whose id begins so, with these roles. */
  | { readonly prefix: string; readonly roles: readonly string[]; readonly distinct?: boolean | undefined }
  /** Whom the application's directory (`rolesOf`) knows, with the roles that it gives. */
  | { readonly directory: true; readonly distinct?: boolean | undefined };

/** The roles of a person, or undefined for somebody whom it does not know. */
export type RolesOf = (id: string, tenant: string) => readonly string[] | undefined | Promise<readonly string[] | undefined>;

/** The person of whom a request says that it acts for them. */
export interface OnBehalfOf {
  readonly id: string;
  readonly name?: string | undefined;
}
