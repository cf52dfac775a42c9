package torg.edition;

/// What an account may do in an edition.
public enum Role {
    ORGANISER,
    HOST_EDITOR,
    JUROR,
    DOOR,
    PRESS,
    /// May read who needs which food and what access.
    CARE,
    /// May see who somebody with a protected identity is.
    PROTECTION
}
