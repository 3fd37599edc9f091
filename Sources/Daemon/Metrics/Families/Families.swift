/// Every family `/metrics` serves, by subject. [docs/metrics.md](../../../../docs/metrics.md) says what each means; a test
/// keeps it complete.
enum Families {}
