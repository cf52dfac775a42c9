package torg;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The application: every module's beans.
@SpringBootApplication
public class TorgApplication {}
