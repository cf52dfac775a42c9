package torg.web;

/// An address and the words that lead there: a crumb, a tab, an action.
public record Link(String href, String label) {}
