package torg;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Torg {
    public static void main(String[] args) {
        SpringApplication.run(Torg.class, args);
    }
}
