/** What a caller may see of what others have made, by its metadata. */
export { isSeen, type MetadataCondition, type MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
