package torg.edition;

/// What an account may do in an edition.
public enum Role {
    ORGANISER,
    HOST_EDITOR,
    JUROR,
    DOOR,
    PRESS
}
