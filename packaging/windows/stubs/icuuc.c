/* Stands in for Windows' own icuuc.dll, which Wine 8 lacks and Qt6Core.dll imports. Qt asks it for converters of old
   8-bit encodings only; this one knows none and says so. It goes into Wine's system folder, never into the product. */

#define UNSUPPORTED 16 /* U_UNSUPPORTED_ERROR */
#define EXPORT __declspec(dllexport)

EXPORT void *ucnv_open(const char *name, int *status) { (void)name; *status = UNSUPPORTED; return 0; }
EXPORT void ucnv_close(void *converter) { (void)converter; }
EXPORT void ucnv_reset(void *converter) { (void)converter; }
EXPORT signed char ucnv_getMaxCharSize(const void *converter) { (void)converter; return 0; }
EXPORT const char *ucnv_getName(const void *converter, int *status) { (void)converter; *status = UNSUPPORTED; return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *status)
{ (void)name; (void)standard; *status = UNSUPPORTED; return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { (void)n; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }

/* Every one of these takes a converter, which nobody can have: they are here to be imported, not to be called. */
#define NEVER(name) EXPORT void name(void) {}
NEVER(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NEVER(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NEVER(ucnv_getToUCallBack)
NEVER(ucnv_getFromUCallBack)
NEVER(ucnv_setToUCallBack)
NEVER(ucnv_setFromUCallBack)
NEVER(ucnv_cbToUWriteUChars)
NEVER(ucnv_cbFromUWriteUChars)
NEVER(ucnv_toUnicode)
NEVER(ucnv_fromUnicode)
NEVER(ucnv_toUCountPending)
NEVER(ucnv_fromUCountPending)
