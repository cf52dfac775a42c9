package torg.mail;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The letters of a module that knows the matter: which kinds there are, and what fills them when they are sent.
public interface Letters {
    List<LetterKind> kinds();

    /// What fills each of these letters, by the id of the staged one, in as few questions to the database as can be.
    /// One
    /// that is missing in the answer has nothing to tell any more and is not sent.
    Map<UUID, Filling> fill(List<Outbox.Staged> staged);

    /// @param sender the name that the letter comes from
    /// @param values by the name of the placeholder; all that the kind declares
    record Filling(String sender, Map<String, String> values, List<Attachment> attachments) {}

    record Attachment(String fileName, String mediaType, byte[] bytes) {}
}
