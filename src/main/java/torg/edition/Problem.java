package torg.edition;

/// Something wrong in an edition's files, and where. Lines and columns count from 1; 0 where a whole file is meant.
public record Problem(String file, int line, int column, String message) implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        return java.util.Comparator.comparing(Problem::file)
                .thenComparing(Problem::line)
                .thenComparing(Problem::column)
                .thenComparing(Problem::message)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
