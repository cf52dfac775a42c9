/// `./torg bench`: measures this program against a yardstick on the same machine, in the same run. Ratios, not records.
/// Nobody depends on it.
@org.springframework.modulith.ApplicationModule
@org.jspecify.annotations.NullMarked
package torg.bench;
