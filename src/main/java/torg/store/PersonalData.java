package torg.store;

import java.util.List;
import torg.text.Text;

/// What a module keeps about persons, for the privacy notice now and for copies, erasure and retention when they come.
/// Every module that keeps data about persons has one, as a bean.
public interface PersonalData {
    /// One kind of data: what it is, what it is for, and how long it is kept after the last day.
    ///
    /// @param days null: as long as the edition's own period
    record Kind(
            Text what,
            Text purpose,
            @org.jspecify.annotations.Nullable Integer days) {}

    List<Kind> kinds();

    /// What an edition must have for these to be kept, as its things are named (`speaker/`): ticket types, where
    /// nothing
    /// else is said.
    default String askedWith() {
        return "ticket-type/";
    }

    /// The tables in which it lies.
    List<String> tables();
}
