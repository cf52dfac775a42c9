/// A timetable proposed by the machine: what is to be placed, the rules, the search, and the desk page of it all. It
/// reads the draft of the programme and writes its times only when an organiser says so.
@org.springframework.modulith.NamedInterface("plan")
@org.jspecify.annotations.NullMarked
package torg.programme.plan;
